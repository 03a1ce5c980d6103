"""`jikim import`: an existing policy becomes a draft, a file to write the rest from, and what a draft is held against."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import files, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.options import Json, Lang, Language, language
from jikim.errors import JikimError
from jikim.particles import i_ga

if TYPE_CHECKING:
    from jikim.policy.importing import Imported


@in_korean(
    """공개한 처리방침에서 초안을 만들고, 초안을 본문과 대조합니다.

    본문을 번호가 붙은 문장으로 나누고, 형식만으로 확실한 사실을 그 근거 문장과 함께 적습니다. 확실하지 않은 것은
    자리가 정해지지 않은 문장으로 초안에 나열합니다. --brief이면 나머지를 쓰는 데 필요한 자료를 파일로 만듭니다.
    --draft이면 사실마다 가리키는 문장과, 문장마다 그 사실과 대조하며, 서로 다르면 1로 끝납니다.
    """
)
def import_(
    document: Annotated[
        Path,
        about(
            "The published policy: PDF, HTML, docx or text.",
            "공개한 처리방침: PDF, HTML, docx 또는 텍스트",
            name="FILE",
        ),
    ],
    /,
    *,
    out: Annotated[
        Path | None,
        about(
            "The file to write; without it policy.draft.yaml here, or policy.brief.md.",
            "출력 파일. 없으면 현재 위치의 policy.draft.yaml 또는 policy.brief.md",
            metavar="FILE",
        ),
    ] = None,
    brief: Annotated[
        bool,
        about(
            "Write instead what a person or an assistant needs to write the whole draft.",
            "초안 대신, 사람이나 도구가 초안 전체를 쓰는 데 필요한 자료를 출력",
            negative="",
        ),
    ] = False,
    draft: Annotated[
        Path | None,
        about(
            "Hold this draft, or policy, against the text, fact by fact.",
            "이 초안이나 방침을 본문과 사실 하나씩 대조",
            metavar="POLICY",
        ),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Begin a draft of an existing policy, and hold a draft to its text.

    Cuts the text into numbered sentences and writes the facts that form alone makes sure, each with its sentences. What
    is not sure is a sentence without a place, and the draft lists it. With --brief, a file to write the rest from. With
    --draft, each fact is held against the sentences that it names, and each sentence against its facts; exits 1 where
    they differ.
    """
    found = published(document)
    if brief and draft is not None:
        raise UsageError(
            "a brief is written, or a draft is checked",
            hint="leave out `--brief` or `--draft`",
            ko=("`--brief`와 `--draft`를 함께 쓸 수 없습니다", "둘 가운데 하나를 빼 주세요"),
        )
    tongue = lang or language(None)
    if draft is not None:
        return _held(found, draft, tongue, json)
    return _begun(found, document.name, out, tongue, brief=brief, json=json)


def published(document: Path) -> Imported:
    """A published policy's sentences and sure facts. Raises UsageError."""
    from jikim.policy.importing import UnreadableError, imported

    hint = "give a policy as PDF, HTML, docx or text"
    try:
        found = imported(files.read(document), document.name)
    except UnreadableError as error:
        ko = f"`{document}` 문서를 읽을 수 없습니다", _FORMS
        raise UsageError(f"`{document}` can't be read: {error}", hint=hint, ko=ko) from None
    if not found.sentences:
        raise UsageError(f"`{document}` holds no text", hint=hint, ko=(f"`{document}`에 글이 없습니다", _FORMS))
    return found


_FORMS = "PDF, HTML, docx, 텍스트로 된 처리방침을 적어 주세요"


def _begun(found: Imported, name: str, out: Path | None, tongue: Language, *, brief: bool, json: bool) -> int:
    from jikim.policy.importing.brief import brief as briefed
    from jikim.policy.importing.draft import drafted

    path = out or Path("policy.brief.md" if brief else "policy.draft.yaml")
    made = briefed(found.sentences, tongue, name) if brief else drafted(found.sentences, found.facts, tongue, name)
    put_new(path, made)
    every = [one for one in found.sentences if not one.heading]
    unplaced = found.unplaced()
    if json:
        terminal.document(
            {
                "file": str(path),
                "sentences": [
                    {"number": one.number, "text": one.text, "heading": one.heading} for one in found.sentences
                ],
                "facts": [{**fact._asdict(), "sentences": list(fact.sentences)} for fact in found.facts],
                "unplaced": [one.number for one in unplaced],
            }
        )
        return DONE
    terminal.line(files.wrote(path))
    terminal.line(
        f"문장 {len(every)}개: {len(every) - len(unplaced)}개에서 확실한 사실을 찾았고, {len(unplaced)}개는 자리가 없습니다"
        if tongue == "ko"
        else f"{len(every)} sentences: sure facts of {len(every) - len(unplaced)}; {len(unplaced)} have no place"
    )
    return DONE


def _held(found: Imported, draft: Path, tongue: Language, json: bool) -> int:
    from jikim.policy.finding import Severity
    from jikim.policy.importing.draft import spoken
    from jikim.policy.importing.progress import progress_of
    from jikim.policy.source import read
    from jikim.policy.source_text import decode
    from jikim.policy.wording.grounding import grounded

    text, problems = decode(files.read(draft), str(draft))
    root, more = read(text, str(draft))
    if errors := [one for one in (*problems, *more) if one.severity is Severity.ERROR]:
        raise UsageError(
            errors[0].render("en"), hint="mend the file first", ko=(errors[0].render("ko"), "파일을 먼저 고쳐 주세요")
        )
    if root is None:
        raise UsageError(
            f"`{draft}` is empty",
            hint="write a draft, or begin one with `jikim import FILE`",
            ko=(f"{i_ga(f'`{draft}`')} 비어 있습니다", "초안을 쓰거나 `jikim import FILE`로 시작해 주세요"),
        )
    sentences = {one.number: one.text for one in found.sentences}
    headings = [one.number for one in found.sentences if one.heading]
    skipped = progress_of(text).skipped
    doubts = [
        one
        for one in grounded(text, root, sentences, headings, spoken(found.sentences))
        if one.code != "unplaced" or one.sentence not in skipped
    ]
    if json:
        terminal.document({"doubts": [{**one._asdict(), "text": dict(one.text)} for one in doubts]})
    for one in () if json else doubts:
        place = f"{draft}:{one.line}: " if one.line else ""
        number = f"s{one.sentence}: " if one.sentence else ""
        terminal.line(f"{place}{number}{one.text[tongue]} [{one.code}]")
        if one.line and one.sentence in sentences:
            terminal.line(f"    {sentences[one.sentence]}")
    differ = sum(one.code != "unplaced" for one in doubts)
    if not json:
        terminal.line(
            f"다른 곳 {differ}건, 자리가 없는 문장 {len(doubts) - differ}개"
            if tongue == "ko"
            else f"{differ} differences, {len(doubts) - differ} sentences without a place"
        )
    return FAILED if differ else DONE


def put_new(path: Path, text: str) -> None:
    """Writes a file that is not there yet. Raises JikimError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise JikimError(
            f"`{path}` is there already",
            hint="name another file, or move it away",
            ko=(f"`{path}` 파일이 이미 있습니다", "다른 이름을 적거나 그 파일을 옮겨 주세요"),
        ) from None
    except OSError as error:
        raise JikimError(
            f"`{path}` can't be written: {files.reason(error)}",
            hint="name a file that you may write",
            ko=(f"`{path}` 파일에 쓸 수 없습니다 ({files.reason(error, 'ko')})", "쓸 수 있는 파일을 적어 주세요"),
        ) from None
