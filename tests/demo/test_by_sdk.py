"""The demo tells its open morning through the pages; what its story does by the SDK is a list with reasons, made from its
code."""

from __future__ import annotations

import ast

from docs.made.demo import SOURCE, direct, page

from jikim.demo.by_sdk import DONE, WHY

# What a page calls it.
PAGES = {"do_task": "act", "enter_handler": "enter_worker", "publish": "announce", "statistics": "months"}


def test_nothing_is_done_by_the_sdk_but_what_the_list_says() -> None:
    """Each verb and each step of a room that the demo calls directly stands in the list once, with a reason; and
    nothing is listed that it does not do."""
    done = {name for names in direct().values() for name in names}
    listed = [name for names in DONE.values() for name in names]
    assert len(listed) == len(set(listed))
    assert done == set(listed)
    assert DONE.keys() == WHY.keys()
    assert all(reason in page() for reason in WHY.values())


def test_what_the_offices_people_do_has_its_page() -> None:
    """Each step that the story has them do by the SDK, and each handing on, is taken by a page of the office or of the
    homepage's back office."""
    taken = {
        name.attr if isinstance(name, ast.Attribute) else name.id
        for room in ("src/jikim/web/office", "homepage/staff")
        for path in (SOURCE.parents[2] / room).rglob("*.py")
        for name in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(name, ast.Attribute | ast.Name)
    }
    assert [name for name in (*DONE["office"], *DONE["handing"]) if PAGES.get(name, name) not in taken] == []


def test_the_first_days_are_lived_on_the_pages() -> None:
    """What people of the first days do for themselves or at the desk comes by a form: the SDK hands on, looks, and plays
    the partner's program."""
    left = {
        file: direct()[file] - DONE["looks"] - DONE["handing"] - DONE["clock"]
        for file in ("desk_story.py", "hands.py", "leaving.py")
    }
    assert left == {
        "desk_story.py": DONE["program"] & direct()["desk_story.py"],
        "hands.py": {"event"},
        "leaving.py": set(),
    }


def test_the_open_morning_is_made_through_the_pages() -> None:
    """Of what waits in the office when the site opens, the SDK brings the people, whose memberships are older, one paper of
    the story's last days, and the reckoning that a machine does; every request, complaint, demand and task comes by a form."""
    assert direct()["waiting.py"] == {"collect", "enter_paper", "reckon_papers"}
    sent = (SOURCE / "waiting.py").read_text(encoding="utf-8").count(".send(")
    assert sent >= 8
    # What customers and clerks do, they do by the pages alone.
    assert "shop_waiting.py" not in direct()
