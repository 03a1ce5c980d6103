"""`jikim attach move`: a record kind moves from an application's columns into sealed keeping, by stages, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from jikim.cli import files, house, terminal
from jikim.cli.attach_ruled import Kind, Mapping_, Ruled
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.export import move_asked
from jikim.cli.import_records import By
from jikim.cli.options import Directory, Json, PolicyPath, words

if TYPE_CHECKING:
    from jikim.moves.comparison import Compared

Stage = Literal["ask", "twin", "verify", "cut", "back", "empty", "end"]
SHOWN = 20  # keys of rows that differ


@in_korean(
    """한 종류의 기록을 애플리케이션의 표에서 암호화 보관으로 단계별로 옮기고, 되돌립니다.

    `ask`로 승인을 요청합니다. `twin`은 행마다 암호화한 사본을 만들고, `verify`는 양쪽을 세고 대조하며, `cut`부터는 암호화한
    기록을 읽고 고칩니다. `back`은 열에 값이 있는 동안 되돌리고, `empty`는 매핑의 `emptied` 기간이 지난 열을 비우며, `end`는
    이전을 마칩니다. 애플리케이션은 멈추지 않아도 됩니다. 단계마다 도중에 멈춰도 다시 실행하면 이어집니다. 서로 다른
    행은 키로만 알려 줍니다. 다른 행이나 남은 행이 있으면 1로 끝납니다. `cut` 뒤에
    애플리케이션이 직접 쓴 행은 비우거나 덮어쓰지 않고 키로 알리며 1로 끝납니다.
    """
)
def move(
    stage: Annotated[
        Stage,
        about(
            "ask, twin, verify, cut, back, empty or end.",
            "ask, twin, verify, cut, back, empty, end 중 하나",
            name="STAGE",
        ),
    ],
    mapping: Mapping_,
    database: Ruled,
    policy: PolicyPath,
    kind: Kind,
    /,
    *,
    by: By,
    approval: Annotated[str, about("The approved move that this is.", "승인된 이전의 번호", metavar="NUMBER")] = "",
    reason: Annotated[str, about("With ask: what it is for.", "ask에서: 요청하는 사유", metavar="TEXT")] = "",
    directory: Directory = None,
    json: Json = False,
) -> int:
    """Move a record kind from an application's table into sealed keeping, by stages, and back.

    `ask` asks for the approval. `twin` seals a copy beside each row, `verify` counts and compares both sides, and from
    `cut` on the sealed records are what is read and written. `back` gives them back while their columns hold them still,
    `empty` empties the columns whose time is over (`emptied` of the mapping), `end` ends the move. The application runs
    all along. Each stage may be stopped, and goes on where it is run again. Rows that differ are named by their keys
    alone. Exits 1 where some differ or are left. What the application wrote by its own ways since the cut is
    neither emptied nor overwritten: it is named by its key, and exits 1.
    """
    from jikim.moves.register import ask_move, move_of
    from jikim.moves.sealing import digest_of_kind

    digest = digest_of_kind(files.read(mapping), kind)
    with house.opened(policy, directory) as jk:
        actor, here = jk.handler(by), jk.attached(mapping)
        do = jk.by(actor).do
        if stage == "ask":
            what = f"{here.held(kind).table} → {kind}"
            for text in move_asked(policy, do(ask_move, "seal", digest, what, reason=reason)):
                terminal.line(text)
            return DONE
        if not approval:
            raise UsageError(
                "a move needs its approval",
                hint="ask for it with `ask`, and add --approval",
                ko=("승인 번호가 필요합니다", "ask로 요청한 다음 --approval을 적어 주세요"),
            )
        found = do(move_of, approval)
        with here.moving(database, kind, actor, found.id) as sealing:
            sealing.begin(found, digest)
            run = {
                "twin": sealing.twin,
                "verify": sealing.verify,
                "cut": sealing.cut_over,
                "back": sealing.roll_back,
                "empty": sealing.empty,
                "end": sealing.end,
            }
            done = run[stage]()
    if json:
        terminal.document(done.as_json())
    else:
        for line in _lines(done):
            terminal.line(line)
    left = done.rows - done.sealed - done.gone if stage == "end" else 0
    return FAILED if left or done.written or (done.differing and stage in ("verify", "end")) else DONE


def _lines(done: Compared) -> list[str]:
    counts = (
        (done.rows, "rows", "행"),
        (done.done, "done", "처리"),
        (done.same, "equal on both sides", "양쪽이 같음"),
        (done.sealed, "sealed already", "이미 암호화 보관"),
        (done.gone, "gone before", "이미 파기 또는 분리 보관"),
        (done.waiting, "over, frozen or left: not now", "종료, 이용 정지, 탈퇴로 제외"),
        *((count, f"refused: {why}", f"거부: {why}") for why, count in done.refused.most_common()),
        (len(done.differing), "differing, or without a twin", "다르거나 사본이 없음"),
        (
            len(done.written),
            "written by the application past Jikim since the cut: they stay",
            "전환 뒤 애플리케이션이 직접 쓴 값: 그대로 둠",
        ),
    )
    lines = [words(f"{count:,} {en}", f"{ko} {count:,}건") for count, en, ko in counts if count]
    if done.digests[0]:
        lines.append(words(f"digests: {' '.join(done.digests)}", f"다이제스트: {' '.join(done.digests)}"))
    if named := done.differing + done.written:
        keys = ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")
        lines.append(words(f"by key: {keys}", f"키: {keys}"))
    return lines or [words("nothing to do now", "지금 할 일이 없습니다")]
