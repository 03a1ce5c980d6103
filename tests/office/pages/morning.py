"""What a morning costs: every open matter of the demo, gone through by its people's hands, counted in acts.

`python -m tests.office.pages.morning` plays the demo, signs in as its officer and goes from one matter of *Today* to
the next, then through the homepage's *To do today*, each to its end or to what it waits for; then a complaint and a
letter from their filing to their end. It prints a table: what, on which page, how many acts, and what the page says of it
afterwards. An act is a page opened, a field filled, a choice made, a file attached or a button pressed (`hands.py`).
With the address of a demo that is open it goes through that one.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, sync_playwright
from tests.office.pages.hands import Hands
from tests.office.pages.pictures import Opened, demo
from tests.uploads import scanner
from tests.uploads.samples import PDF
from tests.web.browser import FLAGS, HERE, LEFT_OUT, PROGRAM
from tests.web.pages.seeing import Look, eyes

from jikim.demo.entering import OFFICE
from jikim.demo.waiting import WRITER

PLAIN = Look("en")
OFFICER, _SECOND, HANDLER = OFFICE


class Counted(NamedTuple):
    """One matter: `said` is what its page says afterwards, `waits` for what it waits where it could not end."""

    matter: str
    page: str
    acts: int
    said: str
    waits: str = ""


# Each ends the matter whose page is open, as far as it can be ended, and answers what it still waits for.


def _self_check(hands: Hands) -> str:
    hands.fill("why", "The version in force, within its thirty days.")
    hands.press("Add")
    for key in ("match", "plain", "places", "devices"):
        hands.choose(key, "yes")
        hands.fill(f"{key}-evidence", "minutes 2019-3")
    hands.press("Save")
    hands.fill("conclusion", "Nothing is to be changed.")
    hands.press("Finish")
    return ""


def _plan(hands: Hands) -> str:
    hands.fill("reason", "Compared with the policy and the systems; nothing is to be changed.")
    hands.press("Approve unchanged")
    return ""


def _demand(hands: Hands) -> str:
    hands.press("Approve")
    hands.press("Disclose")
    return "it is sent with the next delivery"


def _bulk(hands: Hands) -> str:
    hands.press("Approve")
    return "its asker downloads it within the hour"


def _impersonation(hands: Hands) -> str:
    hands.fill("released", "Called back at the number on record.")
    hands.press("Restore the account")
    return ""


def _task(hands: Hands) -> str:
    hands.fill("words", "Read, and filed.")
    hands.press("Done")
    return ""


def _inspections(hands: Hands) -> str:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "inspections.pdf"
        file.write_bytes(PDF)
        hands.attach("files", file)
        hands.press("Record the selected inspections")
    return ""


def _review(hands: Hands) -> str:
    if hands.sees("button:text('Create the worksheet')"):
        hands.press("Create the worksheet")
    for one in hands.sees("textarea[name^='answer.']"):
        hands.fill(str(one.get_attribute("name")), "Looked at; within their work.")
    if hands.sees("[name=others]"):
        hands.tick("others")
    if hands.sees("p:has-text('Another officer must sign it')"):
        hands.press("Save draft")
        return "another officer signs it"
    hands.fill("remarks", "Checked; nothing is to be improved.")
    hands.press("Sign")
    return ""


def _request(hands: Hands) -> str:
    if hands.sees("[name=proof]"):
        hands.choose("proof", "document")
        hands.press("Identity confirmed")
    if hands.sees("input[name='v.phone']"):
        # Which number is right, the person wrote.
        hands.press("Open")
        hands.fill("v.phone", "02-555-0199")
        hands.press("Make the correction")
    else:
        # It came by letter, and is answered by one.
        hands.take("Download what we hold (PDF)")
        hands.press("Completed")
        hands.take("Download the letter (PDF)")
    return ""


def _complaint(hands: Hands) -> str:
    hands.press("Open")
    hands.fill("answer", "We are sorry that it took so long. Your request was answered today.")
    hands.press("Send the answer")
    return "another of the desk, or its person, closes it"


def _asking(_hands: Hands) -> str:
    return "its person answers by its day"


def _register(_hands: Hands) -> str:
    return "the policy names what is missing: a new version does"


def _alert(hands: Hands) -> str:
    hands.press("Mark as seen")
    return ""


BY_PAGE: Sequence[tuple[str, Callable[[Hands], str]]] = (
    (r"/office/self-check", _self_check),
    (r"/office/plan", _plan),
    (r"/office/disclosures/demands/.+", _demand),
    (r"/office/people/many/.+", _bulk),
    (r"/office/impersonation/.+", _impersonation),
    (r"/office/tasks/.+", _task),
    (r"/office/processors/inspections", _inspections),
    (r"/office/review(/.+)?", _review),
    (r"/office/requests/.+", _request),
    (r"/office/complaints/.+", _complaint),
    (r"/office/disclosures/asking", _asking),
    (r"/office/processors", _register),
    (r"/office/alerts", _alert),
)


def officers(hands: Hands) -> Iterator[Counted]:
    """The officer's morning, from *Today* on, until the round is over."""
    lines = {_path(one): one.inner_text() for one in hands.sees("li.matter a[data-row]")}
    before = hands.acts
    hands.press("Go through them one by one")
    while hands.at != "/office":
        page = hands.at
        matter = " ".join(lines.get(page, hands.heading()).split())
        end = next((end for path, end in BY_PAGE if re.fullmatch(path, page)), None)
        assert end is not None, page
        waits = end(hands)
        yield Counted(matter, page, hands.acts - before, hands.said(), waits)
        before = hands.acts
        hands.press("Next matter →")


def _path(link: Locator) -> str:
    return urlsplit(str(link.get_attribute("href"))).path.removeprefix("/en")


def left(hands: Hands) -> list[str]:
    """What *Today* still lists."""
    return [" ".join(one.inner_text().split()) for one in hands.sees("li.matter a[data-row]")]


def _enquiry(hands: Hands) -> str:
    hands.fill("text", "Please restart the program, and tell us if it is still slow.")
    hands.do("Send the answer")
    return ""


def _delivery(hands: Hands) -> str:
    hands.do("Pass on to the carrier")
    return "the carrier says that it is delivered"


def _refund(hands: Hands) -> str:
    hands.do("Record the refund")
    return ""


STAFF: Mapping[str, Callable[[Hands], str]] = {
    "/office/shop/enquiries": _enquiry,
    "/office/shop/deliveries": _delivery,
    "/office/shop/refunds": _refund,
    "/office/shop/orders": lambda _: "its customer pays it",
}


def staffs(hands: Hands) -> Iterator[Counted]:
    """The homepage's morning, from its *To do today* on, until nothing is left there that can be done now."""
    before, met = hands.acts, set[str]()
    hands.press("To do today", within=".office-nav")
    while (button := next((one for one in hands.sees(BEGINS) if _whose(one) not in met), None)) is not None:
        met.add(_whose(button))
        hands.press_it(button)
        page, matter = hands.at, hands.heading()
        waits = STAFF["/".join(page.split("/")[:4])](hands)
        yield Counted(matter, page, hands.acts - before, hands.said(), waits)
        before = hands.acts
        hands.press("To do today", within=".office-body")


def _whose(button: Locator) -> str:
    """The number of the matter, as the button says it to who does not see its line."""
    return (button.text_content() or "").split()[-1]


BEGINS = "td .button, td button, li .button"


def by_phone(hands: Hands, other: Hands) -> Counted:
    """A complaint by phone: entered, answered, and closed by another of the desk."""
    hands.press("Intake", within=".office-nav")
    hands.press("Complaint or dispute", n=1)
    hands.tick("age", "yes")
    for name, text in (("v.name", "노지어"), ("v.email", "no.jieo.two@example.kr"), ("v.text", "답장이 늦습니다.")):
        hands.fill(name, text)
    hands.tick("paperless")
    hands.press("Enter")
    (made,) = hands.sees("a[href*='/office/complaints/']")
    hands.press_it(made)
    at = hands.at
    _complaint(hands)
    other.window.open(at)
    other.acts += 1
    other.press("Close the complaint")
    return Counted("A complaint by phone", at, hands.acts + other.acts, other.said())


def by_letter(hands: Hands, email: str) -> Counted:
    """A letter that asks for access: filed, its writer identified, carried out, and answered by a letter."""
    hands.press("Requests", within=".office-nav")
    hands.press("File one that came by letter, phone or e-mail")
    hands.fill("value", email)
    hands.press("Find")
    hands.fill("name", "서예시")
    hands.press("File")
    _request(hands)
    return Counted("A letter that asks for access", hands.at, hands.acts, hands.said())


def walked(site: Opened, chromium: Browser) -> Iterator[tuple[str, list[Counted], list[str]]]:
    """Each walk: its title, its matters, and what is still listed afterwards."""
    with eyes(site, chromium, PLAIN, sharp=False) as window, eyes(site, chromium, PLAIN, sharp=False) as beside:
        officer, handler = Hands(window, OFFICER), Hands(beside, HANDLER)
        officer.come_in()
        handler.come_in()
        yield "The officer", [*officers(officer)], left(officer)
        yield "The back office", [*staffs(officer)], []
        officer.acts = handler.acts = 0
        yield "From filing to end", [by_letter(Hands(window, OFFICER), WRITER.email), by_phone(officer, handler)], []


@contextmanager
def with_scanner() -> Iterator[Opened]:
    """The demo, of a company that has a virus scanner where this machine has one: without it no file is taken."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {"JIKIM_CLAMD": stack.enter_context(scanner.clamd(place))} if scanner.HERE else {}
        yield stack.enter_context(demo(**settings))


def main(url: str = "") -> int:
    """Prints the tables."""
    if not HERE:
        print(LEFT_OUT, file=sys.stderr)
        return 1
    with ExitStack() as stack:
        site = Opened(url) if url else stack.enter_context(with_scanner())
        driver = stack.enter_context(sync_playwright())
        chromium = driver.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        for title, rows, over in walked(site, chromium):
            print(listed(title, rows))
            print(*(f"- still listed: {one}" for one in over), sep="\n")
    return 0


def listed(title: str, rows: Sequence[Counted]) -> str:
    """A table of them."""
    lines = [f"| {title} | page | acts | then |", "|---|---|---|---|"]
    for one in rows:
        then = f"{one.said}; waits: {one.waits}" if one.waits else one.said
        lines.append(
            f"| {one.matter} | `{re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}', '…', one.page)}` | {one.acts} | {then} |"
        )
    return "\n".join([*lines, f"| {len(rows)} | | {sum(one.acts for one in rows)} | |", ""])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
