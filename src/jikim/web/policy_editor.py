"""The policy's editor: a file's text as a form and as text, side by side. Office, import and `jikim write` open the same.

A change by the form is a change of text (`policy.editing`): comments, order and every other line stay. Where the text lies, and who may
write it, is its page's matter. Nothing here reads a database or a disk; what takes long is called beside the event loop.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from litestar import Request
from markupsafe import Markup

from jikim.errors import InvalidError
from jikim.policy.editing import changed, data_of
from jikim.policy.fields import (
    Entry,
    Field,
    acts_of,
    can_add,
    entries_at,
    fields_at,
    inside,
    is_name,
    names_at,
    new_entry,
    value_of,
)
from jikim.policy.finding import Finding, Path
from jikim.policy.form import address_of, path_of
from jikim.policy.importing import Imported
from jikim.policy.importing.beside import Beside, beside
from jikim.policy.importing.progress import said_of
from jikim.policy.languages import spoken
from jikim.policy.model import Language, PolicyFile
from jikim.policy.part_law import law_of
from jikim.policy.render import document
from jikim.policy.render.html import inside as document_inside
from jikim.tables import pairs
from jikim.web.forms import Form

# The parts of the file, in the model's order, as the editor calls them.
PARTS = pairs(__package__, "policy_editor")


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
        return path_of(self.at)

    def after(self, form: Form) -> Stand:
        """Where one stands once a form was taken: at the new entry, or above the one that is gone."""
        path = self.path
        if form["do"] == "add":
            path = (*path, form["name"])
        elif form["do"] == "remove":
            path = path[:-1]
        return self._replace(at=address_of(path))

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
    made = document_inside(document(file, spoken(file, language)), lambda url: url, promise)
    return Markup(made)  # noqa: S704 - made by our own renderer


def is_part(request: Request[Any, Any, Any]) -> bool:
    """Whether a page asks for a part of itself, as one types; else the whole page is shown."""
    return "hx-request" in request.headers


def unsaved(text: str, stand: Stand, form: Form) -> str:
    """The text as a form would save it: typed as a whole, or with the fields of one part. Raises InvalidError."""
    return text_of(form) if "text" in form.values else written(text, stand.path, form)


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
        return _added(text, data, path, form) if can_add(path) else text
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


def kept_same(text: str, before: PolicyFile, path: Path) -> str:
    """The text in which a part under another name is the very one that it was in an earlier version: its names then are
    its former ones. Raises InvalidError."""
    was = inside(before.model_dump(mode="json", by_alias=True, exclude_none=True), path)
    return changed(text, {(*path, "formerly"): [*was["formerly"], was.get("company") or was["label"]]})


def _added(text: str, data: Mapping[str, Any], path: Path, form: Form) -> str:
    """With a new entry: by its name, or behind the last one where entries have none."""
    there = entries_at(data, path) or ()
    if names_at(path) is None:
        form.values["name"] = str(len(there))
        return changed(text, {(*path, len(there)): new_entry(path)})
    if form.need("name") and not is_name(path, form["name"]):
        form.wrong(
            "name",
            "영문 소문자로 시작하고 소문자, 숫자, _만 적어 주세요",
            "please use lower-case letters, digits and _",
        )
    elif form["name"] in [one.step for one in there]:
        form.wrong("name", "이미 있는 이름입니다", "this name is there already")
    return changed(text, {(*path, form["name"]): new_entry(path)}) if form.fine else text


def shown(
    text: str,
    findings: Sequence[Finding],
    form: Form,
    stand: Stand,
    *,
    here: str,
    seen: str,
    saved: str,
    today: date,
    whole: Markup | None = None,
    writable: bool = True,
) -> Mapping[str, Any]:
    """What `editor/editor.html` names. `text`: as it would be saved, `saved`: as it is; `today`: on which its law is in
    force; `here`: the page's address, whose `/fields` and `/text` take what is written and whose `/preview` shows it;
    `seen`: the writing that is shown, which whoever saves it names; `whole`: the document, where it stands beside."""
    data, path = data_of(text), stand.path
    fields = fields_at(data, path) if data is not None else []
    if not form.fine:
        fields = [_typed(one, form) for one in fields]
    return {
        **stand._asdict(),
        "here": here,
        "seen": seen,
        "writable": writable,
        "text": text_of(form) if "text" in form.values else saved,
        "lines": _lines(saved, text),
        "whole": whole,
        "law": law_of(path, acts_of(data or {}), today),
        "readable": data is not None,
        "place": path,
        "parts_of": PARTS,
        "above": _above(data or {}, path),
        "fields": [one for one in fields if path or one.kind != "part"],
        "entries": entries_at(data, path) if data is not None and path else None,
        "inner": {one.path: entries_at(data or {}, one.path) or () for one in fields if one.kind == "part"},
        "names": names_at(path),
        "adds": can_add(path),
        "removes": bool(path) and can_add(path[:-1]),
        "way_of": address_of,
        "wrong": partial(_at, findings),
    }


def _above(data: Mapping[str, Any], path: Path) -> list[tuple[str, str | Entry]]:
    """The way to a place, each step with its address; an entry is called as people call it."""
    found: list[tuple[str, str | Entry]] = []
    for n, step in enumerate(path):
        entries = entries_at(data, path[:n]) or ()
        found.append((address_of(path[: n + 1]), next((one for one in entries if one.step == step), str(step))))
    return found


def _lines(saved: str, text: str) -> list[str]:
    """The lines that saving would change, those around them with them."""
    found = difflib.unified_diff(saved.splitlines(), text.splitlines(), n=1, lineterm="")
    return [line for line in found if not line.startswith(("---", "+++"))][:MOST_LINES]


def _typed(field: Field, form: Form) -> Field:
    """A field with what was typed into it, where a form came that showed it and was not taken."""
    given = form.many.get(field.name, [])
    if field.kind in ("part", "as-text") or not (given or field.name in form.many.get("shown", [])):
        return field
    if field.kind in ("choices", "words"):
        return field._replace(value=[line for one in given for line in one.splitlines()])
    return field._replace(value=[*given, "", ""][:2] if field.kind == "period" else given[0])


def _at(findings: Sequence[Finding], path: Path) -> list[Finding]:
    """What is found at a field, or below it."""
    return [one for one in findings if one.path[: len(path)] == path]


MOST_LINES = 200
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
