"""`jikim restore`: databases come back from a backup, without what was destroyed or withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import policy_file, terminal
from jikim.cli.backup import telling
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import Directory, Json, PolicyPath, language, words
from jikim.particles import eul

if TYPE_CHECKING:
    from jikim.app.restoring import Restored


@in_korean(
    """백업 세트에서 DB를 복원합니다. 그 뒤에 파기, 철회, 이용 중지, 파기 보류한 것은 반영됩니다.

    DB는 비어 있어야 하고 키 고리가 있어야 합니다(없으면 사본을 되돌려 주세요). 시작부터 끝까지 어떤 하우스도 열리지
    않습니다. 세트가 오래되었어도 파기한 기록과 철회한 동의는 되돌아오지 않으며, 세트를 만든 뒤에 수집한 것은
    잃습니다. 도중에 중단했으면 같은 세트로 다시 실행해 주세요. 직접 운영하는 DB이면 JIKIM_LIVE_OWNER_DSN 등에
    jikim_owner로 동작할 수 있는 계정을 적습니다.

    정보주체가 여러 서버에 있으면 모두 복원하거나, --server로 추가한 서버 하나만 복원합니다.
    """
)
def restore(
    policy: PolicyPath,
    set_: Annotated[
        Path | None,
        about(
            "The backup set: a directory that `jikim backup` made.",
            "백업 세트: `jikim backup`이 만든 디렉터리",
            name="SET",
        ),
    ] = None,
    /,
    *,
    keys: Annotated[
        Path | None,
        about(
            "The newest set of the key store, where that is lost too.",
            "키 DB도 잃었을 때, 가장 최근의 키 백업 세트",
            metavar="SET",
        ),
    ] = None,
    server: Annotated[
        str | None,
        about(
            "One further server of people alone, such as live@2, where all else stands.",
            "다른 DB는 그대로 두고, 추가한 정보주체 서버 하나(예: live@2)만 복원",
            metavar="NAME",
        ),
    ] = None,
    replay: Annotated[
        bool,
        about(
            "Restore nothing: replay into databases that were put back by other means.",
            "복원하지 않고, 다른 방법으로 되돌린 DB에 그 뒤의 파기와 제한만 다시 적용",
        ),
    ] = False,
    directory: Directory = None,
    json: Json = False,
) -> None:
    """Put databases back from a backup set, without what was destroyed, withdrawn, frozen or held since.

    The databases must be empty; the key ring must be there (put back one of its copies). From its first step to its
    last no house opens. Destroyed records and withdrawn consents do not come back, whatever the set's age; what was
    collected after it is lost. Killed, it is run again with the same sets. With databases of your own,
    JIKIM_LIVE_OWNER_DSN and its like name roles that may act as jikim_owner.

    Where people lie on several servers all come back, or with --server one further server alone.
    """
    if (set_ is None) is not replay or (replay and server is not None):
        raise UsageError(
            "name a set, or give --replay",
            hint="jikim backup list",
            ko=("백업 세트를 적거나 --replay를 적어 주세요", "jikim backup list"),
        )
    file = policy_file.sound(policy, language(None))
    from jikim.app.restoring import restore as put_back
    from jikim.db.dsns import all_dsns, said
    from jikim.settings import Settings

    settings = Settings.from_environment(directory)
    with terminal.waiting() as at:
        restored = put_back(
            file,
            settings,
            set_,
            keys,
            owners=all_dsns("_OWNER"),
            rules=said("JIKIM_LIVE_RULES_DSN"),
            only=server,
            told=telling(at),
        )
    if json:
        terminal.document(restored.as_json())
        return
    for text in _lines(restored):
        terminal.line(text)


# What a restriction says may no longer be done.
_RESTRICTIONS = {
    "announce": "공고",
    "asking": "동의 요청",
    "away": "이용 정지",
    "batch": "연결한 기록 파기",
    "back": "이용 정지 해제",
    "bar": "재가입 제한",
    "case": "종결",
    "contract": "위탁 계약 종료",
    "day": "보존기간 만료",
    "demand": "기관 요구",
    "dropped": "분리 보관 취소",
    "ended": "목적 달성",
    "freeze": "이용 중지",
    "gone": "기록 파기",
    "hold": "파기 보류",
    "key": "키 파기",
    "leave": "탈퇴",
    "paper": "문서 파기",
    "partner-key": "제휴사 키 폐기",
    "pause": "열람 일시 중지",
    "recall": "제공 회수",
    "release": "파기 보류 해제",
    "revoke": "권한 회수",
    "secret": "키 폐기",
    "transfer": "전송 중지",
    "unannounce": "공고 철회",
    "unbar": "재가입 제한 해제",
    "unfreeze": "이용 중지 해제",
    "unlink": "연결 해제",
    "withdraw": "동의 철회",
}


def _lines(restored: Restored) -> Iterator[str]:
    done = restored.replayed
    if restored.begun is not None:
        begun, databases = restored.begun.isoformat(timespec="seconds"), ", ".join(restored.databases)
        yield words(
            f"set {restored.number} of {begun} is back: {databases}",
            f"{begun}의 백업 세트 {eul(f'{restored.number}')} 복원했습니다: {databases}",
        )
    count = sum(done.restrictions.values())
    yield words(
        f"{count} restrictions replayed from beside the key ring",
        f"키 고리와 함께 보관한 제한 {count}건을 다시 적용했습니다",
    )
    for what, times in sorted(done.by_what.items()):
        yield f"  {words(what, _RESTRICTIONS.get(what, what))}: {times}"
    if done.records_gone or done.parts_gone:
        yield words(
            f"{done.records_gone} records and {done.parts_gone} archived parts that no key opens are gone: they were destroyed",
            f"열 수 있는 키가 없는 기록 {done.records_gone}건과 분리 보관한 {done.parts_gone}건을 삭제했습니다. 이미 파기한 것입니다",
        )
    if done.people_lost:
        yield words(
            f"{done.people_lost} people came after the backup, and are lost; their keys go with the next backup",
            f"백업 뒤에 들어온 {done.people_lost}명을 잃었습니다. 그 키는 다음 백업 때 없어집니다",
        )
    if done.frozen:
        yield words(
            f"{done.frozen} records stay suspended until their correction is made again or refused",
            f"기록 {done.frozen}건은 정정을 다시 하거나 거부할 때까지 이용을 중지합니다",
        )
    yield words("the house is open", "하우스가 열렸습니다")
