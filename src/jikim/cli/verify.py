"""`jikim verify`: an exported ledger, or a file that was handed over by hand, checked. Only `jikim.proof` works here:
no database, no policy, no clock."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from jikim.cli import files, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.options import Json, language, words
from jikim.particles import eun

if TYPE_CHECKING:
    from jikim.proof.handover import Handover
    from jikim.proof.report import Fault, Report


@in_korean(
    """내보낸 원장이나 직접 전달한 파일을 검증합니다. DB는 필요 없습니다.

    기록마다의 확약 값, 전체의 트리, 체크포인트의 서명을 다시 계산하고, 어느 기록이 잘못되었는지 알려 줍니다. 잘못된
    것이 없으면 0, 있으면 1, 파일이나 키를 읽을 수 없으면 2로 끝납니다. --key가 없으면 파일에 든 키로 대조하므로
    온전하다는 것만 알 수 있고 누구의 것인지는 알 수 없습니다. 내보낸 파일만으로는 알 수 없는 것, 곧 되돌리기와 두
    갈래의 이력은 --held(이전에 받아 둔 것)와 --witness로 드러납니다.

    직접 전달한 파일은 받은 사람이 복호화한 뒤, 목록의 서명과 파일마다의 해시를 검증합니다. 회사가 바로 이 파일들을
    누구에게 어떤 목적으로 전달했는지 확인됩니다.
    """
)
def verify(
    file: Annotated[
        Path,
        about(
            "The export, plain or compressed with gzip; or the ZIP of a file that was handed over by hand.",
            "내보낸 원장(gzip 압축 가능), 또는 직접 전달한 파일의 ZIP",
        ),
    ],
    /,
    *,
    key: Annotated[
        str | None,
        about(
            "The ledger's verifier key, as published; else the export's own.",
            "공개된 원장 검증 키. 없으면 내보낸 파일에 든 키",
            metavar="TEXT",
        ),
    ] = None,
    held: Annotated[
        list[Path] | None,
        about(
            "A checkpoint, or an older export, that you kept; may be given again.",
            "가지고 있던 체크포인트나 이전에 내보낸 원장. 여러 번 적을 수 있음",
            metavar="FILE",
            negative=(),
        ),
    ] = None,
    witness: Annotated[
        list[str] | None,
        about(
            "A witness' key, as it printed it; may be given again.",
            "증인이 출력한 키. 여러 번 적을 수 있음",
            metavar="TEXT",
            negative=(),
        ),
    ] = None,
    quorum: Annotated[
        int | None,
        about(
            "How many of these witnesses must have cosigned; else all.",
            "공동 서명이 필요한 증인 수. 없으면 모두",
            metavar="N",
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Check an exported ledger, or a file that was handed over by hand; needs no database.

    Recomputes each entry's commitment, the tree over all of them and each checkpoint's signature, and says at which
    entry it is wrong. Exits 0 where nothing is, 1 on faults, 2 where a file or a key can't be read. Without --key the
    export is held against the key that it brings along, which proves that it is whole but not whose it is. What no
    export can show alone, a rollback or a second history, show --held (what you kept of an earlier one) and --witness.

    Of a file that was handed over by hand, once its receiver has decrypted it, the list's signature and each file's
    digest are checked: that the company gave out exactly these, to whom and for what.
    """
    if _begins(file, b"PK"):
        if held or witness or quorum is not None:
            raise UsageError(
                "--held, --witness and --quorum are for a ledger's export",
                hint="leave them out",
                ko=("--held, --witness, --quorum은 내보낸 원장에만 쓸 수 있습니다", "빼 주세요"),
            )
        return _handed_over(file, key, json)
    if _begins(file, b"\x30"):
        raise UsageError(
            f"`{file}` is still encrypted to its receiver",
            hint="openssl cms -decrypt -inform DER -in FILE.p7m -inkey KEY.pem -out FILE.zip, then verify FILE.zip",
            ko=(
                f"{eun(f'`{file}`')} 아직 받는 쪽의 키로 암호화되어 있습니다",
                "openssl cms -decrypt -inform DER -in FILE.p7m -inkey KEY.pem -out FILE.zip을 실행한 다음 FILE.zip을 검증해 주세요",
            ),
        )
    from jikim.proof import ProofError, export
    from jikim.proof import verify as verified

    notes = [note for path in held or () for note in _notes(path)]
    try:
        with file.open("rb") as opened, terminal.waiting():
            report = verified(
                export.blocks(opened), trusted_key=key, held=notes, witnesses=witness or (), quorum=quorum
            )
    except OSError as error:
        raise files.unreadable(file, error) from None
    except ProofError as error:
        hint = error.hint if quorum is not None else None
        raise UsageError(
            error.message,
            hint=hint or "the key is the line that the company publishes with its policy",
            ko=(
                error.words("ko").reason,
                error.words("ko").hint if hint else "키는 회사가 처리방침과 함께 공개하는 한 줄입니다",
            ),
        ) from None
    if json:
        terminal.document(_as_json(report))
    else:
        style = "bold green" if report.ok else "bold red"
        *lines, verdict = _said(report)
        for text in lines:
            terminal.line(text)
        terminal.line(verdict, (verdict, style))
    return DONE if report.ok else FAILED


def _said(found: Report | Handover) -> list[str]:
    """Its lines in the language of the run; the last one is the verdict."""
    if language(None) == "en":
        return str(found).splitlines()
    from jikim.cli import verify_korean
    from jikim.proof.report import Report

    return list(verify_korean.report_lines(found) if isinstance(found, Report) else verify_korean.handover_lines(found))


def _begins(file: Path, mark: bytes) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(mark)) == mark
    except OSError as error:
        raise files.unreadable(file, error) from None


def _handed_over(file: Path, key: str | None, json: bool) -> int:
    from jikim.proof import ProofError, VerifierKey, handover

    try:
        found = handover.verify(file.read_bytes(), VerifierKey.parse(key) if key else None)
    except OSError as error:
        raise files.unreadable(file, error) from None
    except ProofError as error:
        raise UsageError(
            f"`{file}`: {error.message}",
            hint=error.hint,
            ko=(
                f"{eun(f'`{file}`')} 직접 전달한 파일이 아니거나, 손상되었거나, 키를 읽을 수 없습니다",
                "받은 사람이 복호화한 그대로의 파일과 회사가 공개한 키를 적어 주세요",
            ),
        ) from None
    if json:
        told = [words(one.en, one.ko) for one in found.faults]
        terminal.document({"ok": found.ok, **asdict(found), "faults": told})
    else:
        *lines, verdict = _said(found)
        for text in lines:
            terminal.line(text)
        terminal.line(verdict, (verdict, "bold green" if found.ok else "bold red"))
    return DONE if found.ok else FAILED


def _notes(path: Path) -> list[str]:
    """The checkpoints in a file: a signed note as it is, or those of an older export."""
    from jikim.proof import ProofError, export

    try:
        with path.open("rb") as opened:
            whole = list(export.sections(export.blocks(opened)))
    except OSError as error:
        raise files.unreadable(path, error) from None
    except ProofError as error:
        raise UsageError(
            f"`{path}` can't be read: {error.message}",
            ko=(f"`{path}` 파일을 읽을 수 없습니다: {error.words('ko').reason}", ""),
        ) from None
    try:
        lines = [
            line for section in whole if not export.is_entries(section) for line in section.splitlines(keepends=True)
        ]
        if lines and lines[0].startswith(b'{"jikim-ledger":'):
            found = [export.read_line(line) for line in lines if line.startswith(b'{"checkpoint":')]
            return [one.checkpoint for one in found if isinstance(one, export.Signed)]
        return [b"".join(whole).decode()]
    except (ProofError, UnicodeDecodeError):
        raise UsageError(
            f"`{path}` is no checkpoint and no export",
            hint="give a signed note, or a file of `jikim export ledger`",
            ko=(
                f"{eun(f'`{path}`')} 체크포인트나 내보낸 원장이 아닙니다",
                "서명된 노트나 `jikim export ledger`의 파일을 적어 주세요",
            ),
        ) from None


def _fault(one: Fault) -> str:
    """What is wrong there, in the language of the run."""
    if language(None) == "en":
        return one.text
    from jikim.cli.verify_korean import FAULTS

    return FAULTS[one.kind]


def _as_json(report: Report) -> dict[str, Any]:
    from jikim.proof.counts import rows_of

    return {
        "ok": report.ok,
        "origin": report.origin,
        "key": report.key,
        "self_signed": report.self_signed,
        "entries": report.entries,
        "erased": report.erased,
        "expired": report.expired,
        "uncovered": report.uncovered,
        "checkpoints": report.checkpoints,
        "disagreeing": report.disagreeing,
        "root": b64encode(report.root).decode(),
        "events": dict(sorted(report.events.items())),
        "counts": None if report.counts is None else rows_of(report.counts),
        "generations": [one._asdict() for one in report.generations],
        "witnessed": report.witnessed,
        "witnesses": {name: {"size": size, "time": time} for name, (size, time) in report.witnesses.items()},
        "faults": [{**one._asdict(), "text": _fault(one)} for one in report.faults],
        "more_faults": report.more_faults,
    }
