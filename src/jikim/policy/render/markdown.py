"""The document as Markdown: anchors as empty `a` elements, tables as in GitHub's, no text taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as quote

from jikim.policy.render.document import Block, Document, Heading, Inline, LifeLine, Line, Lines, Link, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$])")
_LINE_START = re.compile(r"^(\d+)([.)])|^([#+\-=])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is, in one line; line breaks stay as `<br>`."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _SPECIAL.sub(r"\\\1", safe)
    safe = _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", safe)
    return "<br>".join(line.strip() for line in safe.splitlines())


def write(document: Document) -> str:
    """The whole document, ending in a line break."""
    return "\n\n".join(_parts(document)) + "\n"


def _parts(document: Document) -> Iterable[str]:
    yield f"# {escape(document.title)}"
    yield escape(document.dates)
    if document.note:
        yield escape(document.note)
    yield f"**{escape(document.summary.title)}**"
    yield "\n".join(
        f"- [**{escape(label.name)}**](#s{label.section}) {escape(label.short)}. {escape(label.line)}"
        for label in document.summary.rows
    )
    yield f"**{escape(document.contents)}**"
    yield "\n".join(
        f"{section.number}. [{escape(section.title)}](#s{section.number})"
        for section in document.sections
        if section.number > 0
    )
    for section in document.sections:
        number = f"{section.number}. " if section.number > 0 else ""
        yield f'## <a id="{section.id}"></a>{number}{escape(section.title)}'
        heading = section.title
        for block in section.blocks:
            # A table right under a heading of the same words needs no caption besides.
            yield _table(block, block.caption != heading) if isinstance(block, Table) else _block(block)
            heading = block.text if isinstance(block, Heading) else ""


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"### {escape(block.text)}"
        case Lines():
            return "\n".join(_line(line) for line in block.lines)
        case Table():
            return _table(block)
        case LifeLine():
            return _life_line(block)


def _anchor(identity: str | None) -> str:
    # A bar would end the cell of a table even inside an attribute.
    return f'<a id="{quote(identity).replace("|", "&#124;")}"></a>' if identity else ""


def _inline(part: Inline) -> str:
    if not isinstance(part, Link):
        return escape(part)
    href = part.href.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C").replace("\\", "%5C")
    return f"[{escape(part.text)}](<{href}>)"


def _line(line: Line) -> str:
    body = "".join(_inline(part) for part in line.parts)
    head = f"**{escape(line.head)}**{': ' if body else ''}" if line.head else ""
    anchors = "".join(_anchor(anchor.id) for anchor in (line.anchor, *line.also) if anchor)
    return f"- {anchors}{head}{body}".rstrip()


def _table(table: Table, captioned: bool = True) -> str:
    rows = [f"**{escape(table.caption)}**", ""] if captioned else []
    rows.append(_cells(escape(head) for head in table.head))
    rows.append(_cells("---" for _ in table.head))
    for row in table.rows:
        cells = ["<br>".join(_inline(part) for part in cell) for cell in row.cells]
        cells[0] = _anchor(row.anchor.id if row.anchor else None) + cells[0]
        rows.append(_cells(cells))
    return "\n".join(rows)


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _life_line(picture: LifeLine) -> str:
    lives, _, destroyed = picture.words
    rows = [f"**{escape(picture.title)}**", "", escape(picture.scale), ""]
    for life in picture.lives:
        steps = [f"{lives} ({life.ends})", life.rests, destroyed]
        rows.append(f"- {escape(life.name)}: {escape(' → '.join(step for step in steps if step))}")
    return "\n".join(rows)
