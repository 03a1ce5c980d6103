"""Somebody's hands at the office's pages: each act is counted, and only what is seen can be touched.

An act is a page opened, a field filled, a choice made, a file attached or a button pressed. Reading costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator
from tests.waiting import PATIENCE
from tests.web.pages.seeing import Eyes

from jikim.demo.entering import Entrance

TOUCHED = "a, button, summary"


@dataclass
class Hands:
    """One person's at one window. `acts` counts what they did so far."""

    window: Eyes
    person: Entrance
    acts: int = 0

    def come_in(self) -> None:
        """Signs in; a morning begins with it, and it is not counted."""
        page = self.window.page
        self.window.open("/demo/code")
        digits = page.inner_text(f"#codes tr:has(code:text-is('{self.person.login}')) b")
        self.window.open("/office/sign-in")
        page.fill("main input[name=handler]", self.person.login)
        page.fill("main input[name=password]", self.person.password)
        page.fill("main input[name=code]", digits)
        page.press("main input[name=code]", "Enter")
        # A machine that has just played the demo may be slow to answer.
        page.wait_for_url(re.compile(r"/office(\?.*)?$"), timeout=PATIENCE * 1000)

    @property
    def at(self) -> str:
        """Which page is open: its path without the language."""
        return re.sub(r"^https?://[^/]+(/en)?|[?#].*$", "", self.window.page.url)

    def press(self, words: str, within: str = "main", n: int = 0) -> None:
        """A link or button that says these words and nothing else."""
        said = re.compile(rf"^\s*{re.escape(words)}\s*$")
        self.press_it(self.window.page.locator(within).locator(TOUCHED).filter(has_text=said, visible=True).nth(n))

    def do(self, words: str) -> None:
        """A button that says these words and nothing else, where what it stands in is headed by the same."""
        said = re.compile(rf"^\s*{re.escape(words)}\s*$")
        self.press_it(self.window.page.locator("main button").filter(has_text=said, visible=True).first)

    def press_it(self, one: Locator) -> None:
        # What a summary hides is on the page already; whatever else is pressed leads to another.
        if one.evaluate("one => one.tagName") == "SUMMARY":
            one.click()
        else:
            with self.window.page.expect_navigation():
                one.click()
        self.acts += 1

    def take(self, words: str) -> None:
        """A file, by the link or button that says these words."""
        with self.window.page.expect_download():
            self.window.page.locator("main").locator(TOUCHED).filter(has_text=words, visible=True).first.click()
        self.acts += 1

    def fill(self, name: str, text: str) -> None:
        self._field(name).fill(text)
        self.acts += 1

    def choose(self, name: str, value: str) -> None:
        self._field(name).select_option(value)
        self.acts += 1

    def tick(self, name: str, value: str = "") -> None:
        chosen = f'[value="{value}"]' if value else ""
        self.window.page.locator(f'main [name="{name}"]{chosen}').filter(visible=True).first.check()
        self.acts += 1

    def attach(self, name: str, file: Path) -> None:
        self._field(name).set_input_files(file)
        self.acts += 1

    def sees(self, selector: str) -> list[Locator]:
        """What is to be seen of the page."""
        return self.window.page.locator(f"main {selector}").filter(visible=True).all()

    def said(self) -> str:
        """What the page says of what was just done: its status, else the state that it shows, else its heading."""
        for selector in ("[role=status] b", ".chip", "h1"):
            if found := self.sees(selector):
                return " ".join(found[0].inner_text().split())
        return ""

    def heading(self) -> str:
        """What the page is of."""
        return " ".join(self.window.page.locator("main h1").first.inner_text().split())

    def _field(self, name: str) -> Locator:
        return self.window.page.locator(f'main [name="{name}"]').filter(visible=True).first
