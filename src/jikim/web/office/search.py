"""The office's search: what waits, registers by their number, the office's people, who receives data, sentences of the
policy, and pages.

What is typed travels in the form alone, and no value of a person is searched for here: their own page does that, on the
record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from litestar import post
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.app.registers import RULED
from jikim.cases.listing import case_by
from jikim.db.driver import Steps
from jikim.desk.request_register import REQUESTS
from jikim.handlers.register import workers
from jikim.handlers.sessions import Signed, acting
from jikim.policy.render import document
from jikim.policy.render.document import Anchor, Inline, Lines, Link, Table
from jikim.verbs.house import House
from jikim.web.forms import Form
from jikim.web.office.places import places_of
from jikim.web.office.todo import Source, matters
from jikim.web.page import Page

SHOWN = 20  # of each group
LONGEST = 200  # letters that are searched for


class Hit(NamedTuple):
    """What was found: its words, the way there, and a word beside it."""

    words: str
    href: str
    beside: str = ""


def fits(asked: str, *texts: str) -> bool:
    """Whether every word that was asked for stands in one of the texts, whatever their case."""
    said = " ".join(texts).casefold()
    return all(word in said for word in asked.casefold().split())


def search(sources: Sequence[Source]) -> list[ControllerRouterHandler]:
    """The page, made from what every room says waits in it."""

    @post("/office/search", status_code=200)
    async def searched(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
        """What fits all of the words; nothing of it is kept."""
        asked = form["q"]
        groups: list[tuple[str, list[Hit]]] = []
        if len(asked) > LONGEST:
            form.wrong("q", f"{LONGEST}자까지 입력해 주세요", f"please enter up to {LONGEST} characters")
        if form.need("q") and form.fine:
            waits = [
                Hit(page.say(one.ko, one.en), page.visitor.href(one.href), page.day(one.due) if one.due else "")
                for matter in await jk.do(matters, sources, me)
                for one in matter.parts
                if fits(asked, one.ko, one.en)
            ]
            groups = [
                (page.say("할 일", "To do"), waits),
                (page.say("접수번호", "By number"), await jk.do(_numbered, page, me, asked)),
                (page.say("취급자", "Handlers"), await jk.do(_workers, page, me, asked)),
                (page.say("수탁자·제공받는 자", "Processors and recipients"), list(_receivers(page, me, asked))),
                (page.say("처리방침 문장", "Sentences of the policy"), list(_sentences(page, asked))),
                (page.say("메뉴", "Pages"), list(_places(page, me, asked))),
            ]
        found = [(words, hits) for words, hits in groups if hits]
        looks_up = any(
            place.path == "/office/people" for _, _, places in places_of(page.policy, me) for place in places
        )
        return page.show("office/search.html", form=form, searched=asked, groups=found, shown=SHOWN, looks_up=looks_up)

    return [searched]


def _numbered(house: House, page: Page, me: Signed, asked: str) -> Steps[list[Hit]]:
    """Cases by their whole number, open or closed, of the registers that somebody may open."""
    paths = {place.path for _, _, places in places_of(house.policy, me) for place in places}
    found = []
    for register in RULED:
        actor = yield from acting(house, me, kind=register.reads or None)
        case = (yield from case_by(house, register, asked, actor=actor)) if register.path in paths else None
        if case is not None:
            words = f"{page.say(*register.one)} {case.title(page.visitor.language) or case.number}"
            number = f"{case.subject}/{case.id}" if register is REQUESTS else case.number
            way = page.visitor.href(f"{register.path}/{number}")
            found.append(Hit(words, way, page.say(*register.states[case.state])))
    return found


def _workers(house: House, page: Page, me: Signed, asked: str) -> Steps[list[Hit]]:
    if not me.officer:
        return []
    return [
        Hit(f"{one.name} ({one.handler})", page.visitor.href(f"/office/handlers/{quote(one.handler)}"), one.duty)
        for one in (yield from workers(house))
        if fits(asked, one.handler, one.name, one.duty)
    ]


def _receivers(page: Page, me: Signed, asked: str) -> Iterator[Hit]:
    if not me.officer:
        return
    file = page.policy.file
    for space, declared in (("processor", file.processors), ("recipient", file.recipients), ("partner", file.partners)):
        for name, one in declared.items():
            label: Any = one.label
            if fits(asked, name, *label.values()):
                yield Hit(page.voice.text(label), page.visitor.href(f"/office/processors/{space}/{quote(name)}"))


def _sentences(page: Page, asked: str) -> Iterator[Hit]:
    for section in document(page.policy.file, page.visitor.language).sections:
        for words, anchor in _said(section.blocks):
            if anchor is not None and fits(asked, words):
                yield Hit(words, f"{page.visitor.href('/policy')}#{anchor.id}", anchor.number or "")


def _said(blocks: Iterable[object]) -> Iterator[tuple[str, Anchor | None]]:
    """Every line and row of a section in words, with where it stands."""
    for block in blocks:
        if isinstance(block, Lines):
            yield from ((_words((line.head, *line.parts)), line.anchor) for line in block.lines)
        elif isinstance(block, Table):
            yield from ((" · ".join(map(_words, row.cells)), row.anchor) for row in block.rows)


def _words(parts: Iterable[Inline]) -> str:
    return " ".join(one.text if isinstance(one, Link) else one for one in parts).strip()


def _places(page: Page, me: Signed, asked: str) -> Iterator[Hit]:
    for ko, en, places in places_of(page.policy, me):
        for place in places:
            if fits(asked, place.ko, place.en):
                yield Hit(page.say(place.ko, place.en), page.visitor.href(place.path), page.say(ko, en))
