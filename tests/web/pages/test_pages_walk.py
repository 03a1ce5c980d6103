"""A walk through every page: each who is let in, in both languages, on a phone and at a desk, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.web.arranged import Everybody
from tests.web.matrix import outcome_of
from tests.web.pages.emptied import Kind, forms, sent_empty
from tests.web.pages.seeing import FOCUS, Eyes, Look, eyes
from tests.web.pages.walking import pages
from tests.web.routes import Route

LOOKS = [Look("ko", "phone"), Look("en", "desk"), Look("ko", "desk"), Look("en", "phone")]
# As long as the policy itself: axe takes seconds for each of these, and looks at them in the long form.
LENGTHY = ("/policy", "/policy/{effective}", "/promises")


def _look(window: Eyes, made: Everybody, route: Route, who: str, wrong_with: Callable[[Eyes], list[str]]) -> list[str]:
    """Opens one page and answers what is wrong with it."""
    window.as_somebody(made.tokens[who])
    status = window.open(made.address(route))
    wrong = [] if str(status) == outcome_of(route, who) else [f"answers {status}, not {outcome_of(route, who)}"]
    wrong += _focus(window)
    wrong += wrong_with(window)
    where = f"{route} as {who} ({window.look.language}, {window.look.width})"
    return [f"{where}: {one}" for one in wrong]


def _focus(window: Eyes) -> list[str]:
    """The first three things that Tab comes to show that they have the focus."""
    wrong = []
    for n in range(3):
        window.page.keyboard.press("Tab")
        found = window.page.evaluate(FOCUS)
        if found is None:
            return [*wrong, f"Tab {n + 1} comes to nothing"]
        if not found["visible"]:
            wrong.append(f"Tab {n + 1}: one does not see that it has the focus: {found['what']}")
    return wrong


def test_every_page_is_whole(made: Everybody, chromium: Browser) -> None:
    """Every twelfth page (the long form: each), as one of those who see it, half of them in Korean and half in English: its
    status, one heading, a title, its language, labels, the focus, nothing wider than a phone's screen or a desk's; axe
    finds nothing, dark on the phone or light at the desk."""
    made.prove()
    wrong: list[str] = []
    site = made.shop.web
    with (
        eyes(site, chromium, Look("ko", "phone"), sharp=False) as ko,
        eyes(site, chromium, Look("en", "phone"), sharp=False) as en,
    ):
        each = [(route, [who for _, who in seeing]) for route, seeing in groupby(pages(made), key=lambda pair: pair[0])]
        for n, (route, everyone) in enumerate(each[::12]):
            theme = None if route.path in LENGTHY else n // 2 % 2
            wrong += _look(
                (ko, en)[n % 2], made, route, everyone[n % len(everyone)], partial(Eyes.at_both_widths, axe=theme)
            )
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.width}")
def test_every_page_is_whole_for_everybody(made: Everybody, chromium: Browser, look: Look) -> None:
    """Each page as each who sees it, with axe, light and dark."""
    wrong: list[str] = []
    with eyes(made.shop.web, chromium, look) as window:
        for n, (route, who) in enumerate(pages(made)):
            if n % 20 == 0:
                made.prove()
            wrong += _look(window, made, route, who, lambda one: one.faults() + one.axe("light") + one.axe("dark"))
    assert not wrong, "\n" + "\n".join(wrong)


# Pages of which only what is asked for by the address has the form.
ASKED = ("/join?kind=member", "/join?kind=corporate", "/my/requests/new?kind=access", "/my/requests/new?kind=correct")


@pytest.mark.long
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_form_says_what_is_missing(made: Everybody, chromium: Browser, language: str) -> None:
    """Each form of each page, sent with nothing in it: the fields that a browser insists on are those that the server says
    are missing, in the page's language."""
    found, wrong = dict[Kind, tuple[str, str]](), list[str]()
    with eyes(made.shop.web, chromium, Look(language, "desk"), sharp=False) as window:

        def kinds(path: str, who: str) -> dict[Kind, Any]:
            window.as_somebody(made.tokens[who])
            window.open(path)
            return dict(forms(window, str))

        made.prove()
        seen = [(made.address(route), who) for route, who in pages(made)]
        for path, who in [*seen, *((path, "member" if path.startswith("/my") else "nobody") for path in ASKED)]:
            found |= {kind: (path, who) for kind in kinds(path, who) if kind not in found}
        for kind, (path, who) in sorted(found.items()):
            made.renew(who)
            here = kinds(path, who)
            if kind in here:
                wrong += [f"{kind.action} on {path} as {who}: {one}" for one in sent_empty(window, here[kind])]
    assert not wrong, "\n" + "\n".join(wrong)
