"""The policy's editor: a file's text as a form and as text, side by side. Office, import and `jikim write` open the same.

A change by the form is a change of text (`policy.editing`): comments, order and every other line stay. Where the text lies, and who may
write it, is its page's matter. Nothing here reads a database or a disk; what takes long is called beside the event loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from jikim.errors import InvalidError
from jikim.policy.editing import Field, can_add, changed, data_of, fields_at, parts_at, value_of
from jikim.policy.finding import Finding, Path
from jikim.policy.importing import Imported
from jikim.policy.importing.beside import Beside, beside
from jikim.policy.importing.progress import said_of
from jikim.policy.languages import spoken
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import document
from jikim.policy.render.html import inside
from jikim.web.forms import Form

_NAME = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")  # as `policy.model.part.Name`
# What officers write first and most. Further parts of the file follow in the model's order.
PARTS: Mapping[str, tuple[str, str]] = {
    "service": ("서비스", "Service"),
    "version": ("공고일과 시행일", "Dates"),
    "items": ("수집 항목", "Items"),
    "refuse": ("수집하지 않는 정보", "Never taken"),
    "channels": ("수집 방법", "Channels"),
    "partners": ("정보를 받는 제휴사", "Partners"),
    "purposes": ("이용 목적", "Purposes"),
    "records": ("기록과 보유 기간", "Records and periods"),
    "archive": ("분리 보관", "Archive"),
    "recipients": ("제3자 제공", "Recipients"),
    "processors": ("처리 위탁", "Processors"),
    "cookies": ("쿠키", "Cookies"),
    "rights": ("정보주체의 권리", "Rights"),
    "duties": ("이용자의 의무", "Duties"),
    "safeguards": ("안전성 확보 조치", "Safeguards"),
    "sweep": ("파기 한도", "Destruction limit"),
    "officers": ("보호책임자", "Officers"),
    "bodies": ("권익침해 구제", "Outside bodies"),
    "links": ("외부 링크", "Links"),
    "notice": ("변경 고지", "Notice"),
    "statements": ("그 밖의 문장", "Statements"),
}


class Stand(NamedTuple):
    """Where somebody stands in the editor: at a place of the file (`items/email`), with the text or the document beside
    the form, and by which sentence of a published text what is written is said."""

    at: str = ""
    beside: str = "text"
    sentence: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Stand:
        """As a query or a form says."""
        beside = "document" if given.get("beside") == "document" else "text"
        return cls(given.get("at", ""), beside, given.get("sentence", ""))

    @property
    def path(self) -> Path:
        return tuple(self.at.split("/")) if self.at else ()

    def after(self, form: Form) -> Stand:
        """Where one stands once a form was taken: at the new entry, or above the one that is gone."""
        path = self.path
        if form["do"] == "add":
            path = (*path, form["name"])
        elif form["do"] == "remove":
            path = path[:-1]
        return self._replace(at="/".join(map(str, path)))

    def query(self) -> dict[str, str]:
        """The address of it, behind the page's."""
        return {name: word for name, word in self._asdict().items() if word and word != "text"}


def text_of(form: Form) -> str:
    """The whole text as it was typed: a form's text comes without the line end that a file ends with."""
    return form["text"].strip("\r\n") + "\n"


def document_of(file: PolicyFile | None, language: str, promise: Callable[[str], str]) -> Markup | None:
    """The document that a file makes, as people would read it; None where it cannot run. `promise`: where a clause
    leads."""
    if file is None:
        return None
    made = inside(document(file, spoken(file, language)), lambda url: url, promise)
    return Markup(made)  # noqa: S704 - made by our own renderer


def written(text: str, path: Path, form: Form) -> str:
    """The text with what a form says of one part: its fields written, an entry added or taken out. Raises InvalidError."""
    data = data_of(text)
    if data is None:
        raise InvalidError(
            "the text cannot be read as it is",
            item="text",
            hint="fix it first",
            ko=("파일 내용을 읽을 수 없습니다", "파일 내용을 먼저 수정해 주세요"),
        )
    if form["do"] == "add":
        if form.need("name") and not _NAME.fullmatch(form["name"]):
            form.wrong(
                "name",
                "영문 소문자로 시작하고 소문자, 숫자, _만 적어 주세요",
                "please use lower-case letters, digits and _",
            )
        elif form["name"] in (parts_at(data, path) or ()):
            form.wrong("name", "이미 있는 이름입니다", "this name is there already")
        return changed(text, {(*path, form["name"]): {}}) if form.fine and can_add(path) else text
    if form["do"] == "remove":
        return changed(text, {path: None}) if path and can_add(path[:-1]) else text
    # A box that is not ticked sends nothing: the form says that it showed it.
    shown = {*form.many, *form.many.get("shown", [])}
    changes = {
        field.path: value_of(field, form.many.get(field.name, []))
        for field in fields_at(data, path)
        if field.kind not in ("part", "as-text") and field.name in shown
    }
    return changed(text, changes)


def shown(
    text: str,
    findings: Sequence[Finding],
    form: Form,
    stand: Stand,
    *,
    here: str,
    seen: str,
    whole: Markup | None = None,
    writable: bool = True,
) -> Mapping[str, Any]:
    """What `editor/editor.html` names. `here`: the page's address, whose `/fields` and `/text` take what is written;
    `seen`: the writing that is shown, which whoever saves it names; `whole`: the document, where it stands beside."""
    data, path = data_of(text), stand.path
    fields = fields_at(data, path) if data is not None and path else []
    if not form.fine:
        fields = [_typed(one, form) for one in fields]
    return {
        **stand._asdict(),
        "here": here,
        "seen": seen,
        "writable": writable,
        "text": text,
        "whole": whole,
        "readable": data is not None,
        "place": path,
        "parts_of": PARTS,
        "above": [("/".join(map(str, path[: n + 1])), str(step)) for n, step in enumerate(path[:-1])],
        "fields": fields,
        "entries": parts_at(data, path) if data is not None and path else None,
        "adds": can_add(path),
        "removes": bool(path) and can_add(path[:-1]),
        "wrong": partial(_at, findings),
    }


def _typed(field: Field, form: Form) -> Field:
    """A field with what was typed into it, where a form came that showed it and was not taken."""
    given = form.many.get(field.name, [])
    if field.kind in ("part", "as-text") or not (given or field.name in form.many.get("shown", [])):
        return field
    if field.kind in ("choices", "words"):
        return field._replace(value=[line for one in given for line in one.splitlines()])
    return field._replace(value=given[0])


def _at(findings: Sequence[Finding], path: Path) -> list[Finding]:
    """What is found at a field, or below it."""
    return [one for one in findings if one.path[: len(path)] == path]


ROWS = 40  # sentences of one page
WHICH = ("open", "differs", "accepted", "skipped", "all")


def compared(source: Imported, text: str, name: str, given: Mapping[str, str]) -> Mapping[str, Any]:
    """What `editor/compared.html` names: the published text beside the draft. `given`: which sentences, after which."""
    rows, alone, progress = beside(source, text, name)
    wanted, after = given.get("which", "open"), given.get("after", "")
    which = wanted if wanted in WHICH else "open"
    every = [one for one in rows if not one.heading]
    begin = int(after) if after.isdecimal() and len(after) < 7 else 0
    found = [one for one in every if _is(one, which) and one.number > begin]
    heads = {one.number: one.text for one in rows if one.heading}
    return {
        "rows": found[:ROWS], "which": which, "counts": {name: sum(_is(one, name) for one in every) for name in WHICH},
        "alone": alone, "more": found[ROWS - 1].number if len(found) > ROWS else 0, "begin": begin, "parts_of": PARTS,
        "under": {one.number: heads.get(one.under, "") for one in source.sentences}, "settled": len(progress.accepted | progress.skipped),
    }  # fmt: skip


def _is(one: Beside, which: str) -> bool:
    if which == "differs":
        return bool(one.doubts) and one.state != "skipped"
    return which in ("all", one.state)


def sentence_of(source: Imported | None, number: str) -> str:
    """A sentence of the published text by its number; empty where there is none."""
    every = source.sentences if source is not None else ()
    return next((one.text for one in every if str(one.number) == number), "")


def settled(source: Imported | None, text: str, form: Form) -> str | None:
    """The text in which a sentence is accepted, skipped or open again, or the lines that name it are mended, as a form
    says; None for a form that no page of ours made."""
    number, do = form["sentence"], form["do"]
    if not sentence_of(source, number) or do not in ("accepted", "skipped", "open", "mend"):
        return None
    if do == "mend":
        return _mended(text, form)
    return said_of(text, int(number), None if do == "open" else do)  # type: ignore[arg-type]


def _mended(text: str, form: Form) -> str:
    """The text with the lines that the form shows as they were typed; an empty one goes."""
    lines: list[str | None] = list(text.splitlines())
    for name in form.many:
        number = name.removeprefix("line-")
        if name.startswith("line-") and number.isdecimal() and len(number) < 7 and 0 < int(number) <= len(lines):
            was = lines[int(number) - 1] or ""
            blank = was[: len(was) - len(was.lstrip())]
            lines[int(number) - 1] = blank + form[name] if form[name] else None
    return "\n".join(line for line in lines if line is not None) + "\n"


def by_lines(text: str, findings: Sequence[Finding], language: Language) -> list[tuple[int, str, list[Finding]]]:
    """The lines of a text at which something is found, each with its findings."""
    lines = text.splitlines()
    found: dict[int, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.position.line, []).append(one)
    return [(n, lines[n - 1] if 0 < n <= len(lines) else "", found[n]) for n in sorted(found)]
