"""Markup in elements: texts are escaped here, so a page is put together from elements, never from raw values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Html:
    """Markup that is safe to put into a page. Only `element` and the pictures of these parts make it."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        """What Jinja takes as markup, as it is."""
        return self.text


def element(name: str, *children: Html | str, **attributes: str | None) -> Html:
    """One element. Strings are escaped; attributes that are None are left out; `class_` is `class`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child.text if isinstance(child, Html) else escape(child) for child in children)
    return Html(f"<{name}{said}>{inner}</{name}>")


def together(parts: Iterable[Html | str]) -> Html:
    """Elements one after the other."""
    return Html("".join(part.text if isinstance(part, Html) else escape(part) for part in parts))


def section(title: str, *content: Html, id: str | None = None) -> Html:
    return element("section", element("h2", title), *content, id=id)


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[Html | str]], *, right: Sequence[int] = ()
) -> Html:
    """A table that turns into cards on a phone; the first cell names its row. Columns in `right` are numbers."""

    def cell(place: int, value: Html | str) -> Html:
        number = "number-cell" if place in right else None
        if place == 0:
            return element("th", value, scope="row", role="rowheader", class_=number)
        return element("td", element("div", value), role="cell", data_label=head[place], class_=number)

    header = element(
        "tr",
        *(
            element("th", name, scope="col", role="columnheader", class_="number-cell" if n in right else None)
            for n, name in enumerate(head)
        ),
        role="row",
    )
    body = [element("tr", *(cell(place, value) for place, value in enumerate(row)), role="row") for row in rows]
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", header, role="rowgroup"),
            element("tbody", *body, role="rowgroup"),
            role="table",
        ),
        class_="scroll",
        role="group",
        tabindex="0",
        aria_label=caption,
    )


def summary(title: str, rows: Iterable[tuple[str, Html | str]]) -> Html:
    """What matters in a minute: a label and a line each."""
    pairs = [element("div", element("dt", label), element("dd", line)) for label, line in rows]
    return element("section", element("h2", title), element("dl", *pairs), class_="minute")


def facts(rows: Iterable[tuple[str, Html | str]]) -> Html:
    """The parts of a card, each under its question."""
    pairs = [element("div", element("dt", label), element("dd", value)) for label, value in rows]
    return element("dl", *pairs, class_="facts")
