"""`jikim reindex`: the blind index gets a new key, and the old one goes."""

from __future__ import annotations

from jikim.cli import house, terminal
from jikim.cli.bilingual import in_korean
from jikim.cli.options import Directory, Json, PolicyPath, words
from jikim.errors import StoreError


@in_korean(
    """정보주체를 찾는 색인의 키를 교체합니다.

    이전 키가 없어지면, 색인의 오래된 사본으로 탈퇴한 사람이 회원이었는지 알아낼 수 없습니다. 지난 교체 뒤에
    색인에서 삭제된 사람이 없으면 할 일이 없습니다. 다른 작업과 함께 실행할 수 있고, 중단되면 그곳부터 이어집니다.
    읽을 수 없는 색인은 기록에서 새로 만들고, 기록도 읽을 수 없으면 알리고 1로 끝납니다.
    """
)
def reindex(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> None:
    """Give the index by which people are found a new key.

    With the old key goes what an old copy of the index could still be asked: whether someone who has left was a member.
    Nothing is due while nobody was removed from it since the last time. It runs beside everything else, and goes on
    where it was cut off. A claim that can't be read is made anew from its record; where that can't be read either it is
    told, and exits 1.
    """
    with house.opened(policy, directory) as jk, terminal.waiting():
        done = jk.reindex()
    if json:
        terminal.document(done.as_json())
    else:
        if done.moved or done.mended or done.destroyed:
            count = done.moved + done.mended
            terminal.line(
                words(
                    f"{count} claims stand under version {done.version}",
                    f"색인 {count}건이 버전 {done.version}의 키를 씁니다",
                )
            )
        if done.mended:
            terminal.line(
                words(
                    f"{done.mended} of them were made anew from their records",
                    f"그중 {done.mended}건은 기록에서 새로 만들었습니다",
                )
            )
        if done.destroyed:
            terminal.line(
                words(
                    f"{done.destroyed} old keys were destroyed; the next epoch makes that irrecoverable",
                    f"이전 키 {done.destroyed}개를 파기했습니다. 다음 키 고리 교체 뒤에는 복구할 수 없습니다",
                )
            )
        if not (done.moved or done.mended or done.destroyed or done.lost):
            terminal.line(words("nothing is due", "할 일이 없습니다"))
        if done.due:
            terminal.line(
                words(
                    "someone was removed meanwhile: what their old claims say goes the next time",
                    "그동안 삭제된 사람이 있습니다. 그 사람의 이전 색인은 다음 실행 때 없어집니다",
                )
            )
    if done.lost:
        raise StoreError(
            f"{len(done.lost)} claims could not be read, nor their records: {', '.join(map(str, done.lost))}",
            hint="nobody finds these records by a value; bring back their rows or keys from a backup, then correct them",
            ko=(
                f"색인 {len(done.lost)}건과 그 기록을 읽을 수 없습니다: {', '.join(map(str, done.lost))}",
                "이 기록은 값으로 찾을 수 없습니다. 백업에서 행이나 키를 되돌린 다음 정정해 주세요",
            ),
        )
