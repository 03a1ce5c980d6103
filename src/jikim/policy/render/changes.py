"""What changed between two versions of a document: each sentence before and after, side by side.

First what changes for people and how much it weighs, as `diff` found it; then the sentences, by the path of what a line
or a row states: one that is in both and reads otherwise changed, one that is in the later alone is new, one that is in
the earlier alone is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jikim.policy.render.document import (
    NOTHING,
    Block,
    Document,
    Heading,
    Inline,
    Line,
    Lines,
    Link,
    Row,
    Section,
    Table,
)

# The dates of the version itself always change, and stand above the table.
_OWN = ("version",)


# A change, as `diff` weighs it: whether it is important, in words, and by which rule.
Weighed = tuple[bool, str, str]


def changed(before: Document, after: Document, weighed: Sequence[Weighed] = ()) -> Section:
    """The section that shows what changed; a table, or the word that nothing did."""
    korean = after.language == "ko"
    earlier, later = _said(before), _said(after)
    rows = []
    for key in _merged(list(earlier), list(later)):
        old, new = earlier.get(key), later.get(key)
        if old and new and old[2] == new[2]:
            continue
        section, name, _, target = new or old or ("", "", (), "")
        here: Inline = Link(name, f"#{target}") if new and target else name
        rows.append(Row(((here, section), *_cells(old and old[2], new and new[2], korean))))
    title = "달라진 점" if korean else "What changed"
    dates = Lines(
        (
            Line((before.dates,), head="종전" if korean else "Before"),
            Line((after.dates,), head="변경" if korean else "After"),
        )
    )
    if not rows:
        none = "바뀐 문장이 없습니다." if korean else "No sentence changed."
        return Section(-1, title, (dates, Lines((Line((none,)),))))
    blocks: list[Block] = [dates]
    for important, title_of in (
        (True, "중요한 변경" if korean else "Changes that matter to your rights"),
        (False, "그 밖의 변경" if korean else "Other changes"),
    ):
        lines = [Line((f"{said} ({why})",)) for weight, said, why in weighed if weight is important]
        if lines:
            blocks += [Heading(title_of), Lines(tuple(lines))]
    head = ("대상", "종전", "변경") if korean else ("What", "Before", "After")
    caption = "바뀌기 전과 바뀐 뒤" if korean else "Before and after"
    return Section(-1, title, (*blocks, Heading(caption), Table(caption, head, tuple(rows))))


_Said = tuple[str, str, tuple[str, ...], str]


def _said(document: Document) -> dict[str, _Said]:
    """By the path of what is stated: its section, its name, what is said of it, and its anchor."""
    found: dict[str, _Said] = {}
    for section in document.sections:
        for block in section.blocks:
            for row, heads in _rows(block):
                if row.anchor is None or row.anchor.path in _OWN or row.anchor.path.startswith("version."):
                    continue
                said = _line(row) if isinstance(row, Line) else _row(row, heads)
                name = row.head or section.title if isinstance(row, Line) else _text(row.cells[0][0])
                key = row.anchor.path
                if key in found:
                    found[key] = (*found[key][:2], (*found[key][2], *said), found[key][3])
                else:
                    found[key] = (section.title, name, said, row.anchor.id)
    return found


def _rows(block: Block) -> Iterator[tuple[Line | Row, tuple[str, ...]]]:
    if isinstance(block, Lines):
        yield from ((line, ()) for line in block.lines)
    elif isinstance(block, Table):
        yield from ((row, block.head) for row in block.rows)


def _line(line: Line) -> tuple[str, ...]:
    return ("".join(_text(part) for part in line.parts),)


def _row(row: Row, heads: tuple[str, ...]) -> tuple[str, ...]:
    """The row's cells as lines, each under the name of its column."""
    first, *rest = row.cells
    said = [_text(part) for part in first]
    said += [
        f"{head}: {', '.join(map(_text, cell))}"
        for head, cell in zip(heads[1:], rest, strict=True)
        if cell != (NOTHING,)
    ]
    return tuple(said)


def _text(part: Inline) -> str:
    return part.text if isinstance(part, Link) else part


def _cells(
    old: tuple[str, ...] | None, new: tuple[str, ...] | None, korean: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of what both say, only what differs; of what one says, all."""
    if old is None:
        return ("없음" if korean else "Not there",), new or (NOTHING,)
    if new is None:
        return old, ("없앰" if korean else "Removed",)
    gone = tuple(line for line in old if line not in new)
    come = tuple(line for line in new if line not in old)
    return gone or ("없음" if korean else "Not there",), come or ("없앰" if korean else "Removed",)


def _merged(old: list[str], new: list[str]) -> list[str]:
    """The keys in the order of the later document, those that are gone after what stood before them."""
    order = list(new)
    place = 0
    for key in old:
        if key in new:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1
    return order
