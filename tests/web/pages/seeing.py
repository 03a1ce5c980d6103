"""A browser that minds what it sees: an error on its console, a broken content policy, a word to another host each fail
the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from tests.waiting import PATIENCE
from tests.web.running import Running

from jikim.web.door import SESSION_COOKIE

Width = Literal["phone", "desk"]
Theme = Literal["light", "dark"]
SIZES: dict[Width, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desk": {"viewport": {"width": 1280, "height": 900}},
}
# A browser says so of every page that is no 200: the page itself is looked at, what it loads must be there.
_STATUS = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d|303)")
# WCAG 2.2 AA and what axe's makers hold to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


class Look(NamedTuple):
    """How a page is looked at."""

    language: str = "ko"
    width: Width = "desk"
    theme: Theme = "light"

    def address(self, path: str) -> str:
        """A page's address in this language."""
        return path if self.language == "ko" else "/en" + ("" if path == "/" else path)


@dataclass
class Eyes:
    """One browser window. `wrong` is what it minded; `seen` looks at a page and answers what is wrong with it."""

    site: Running
    context: BrowserContext
    page: Page
    look: Look
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Goes to a page in the window's language. Answers its status."""
        answer = self.page.goto(self.site.url + self.look.address(path))
        assert answer is not None
        return answer.status

    def within(self, path: str) -> bool:
        """Whether the window is at a page of this site."""
        found = urlsplit(self.page.url)
        return found.path == self.look.address(path)

    def as_somebody(self, token: str | None) -> None:
        """Whoever has this session's token; nobody without one."""
        self.context.clear_cookies(name=SESSION_COOKIE)
        if token is not None:
            self.context.add_cookies(
                [{"name": SESSION_COOKIE, "value": token, "url": self.site.url, "httpOnly": True, "sameSite": "Lax"}]
            )

    def faults(self) -> list[str]:
        """What is wrong with the page that is open: its bones (one h1, a title, its language, labels, its width)."""
        return [str(one) for one in self.page.evaluate(_BONES, {"language": self.look.language})]

    def kinds(self) -> set[str]:
        """The kinds of elements of which the page that is open is made."""
        return set(self.page.evaluate(_KINDS))

    def at_both_widths(self, axe: int | None) -> list[str]:
        """What is wrong with the page that is open, on a phone and at a desk. `axe` looks dark on the one (0), light at
        the other (1), or not at all."""
        looks: tuple[tuple[Width, Theme], ...] = (("phone", "dark"), ("desk", "light"))
        wrong = []
        for n, (width, theme) in enumerate(looks):
            self.page.set_viewport_size(SIZES[width]["viewport"])
            found = self.faults() + (self.axe(theme) if n == axe else [])
            wrong += [f"{width}: {one}" for one in found]
        return wrong

    def axe(self, theme: Theme | None = None) -> list[str]:
        """What axe finds wrong, in a theme."""
        if theme is not None:
            self.page.emulate_media(color_scheme=theme)
        if not self.page.evaluate("() => typeof window.axe === 'object'"):
            # Said once: every page that is opened after this one has it, and the browser compiles it no second time.
            self.context.add_init_script(script=_axe())
            self.page.evaluate(_axe())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
        )
        return [
            f"axe ({theme or self.look.theme}): {one['id']}: {one['help']}: "
            + "; ".join(f"{node['html'][:160]} [{_why(node)}]" for node in one["nodes"][:3])
            for one in found["violations"]
        ]


def _why(node: dict[str, Any]) -> str:
    return re.sub(r"\s+", " ", str(node.get("failureSummary", "")))[:200]


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


# Answers a list of sentences. It looks at what a person would have to use, not at what is hidden from everybody.
_BONES = r"""
({language}) => {
  const wrong = [];
  const shown = e => e.getClientRects().length > 0;
  const headings = [...document.querySelectorAll('h1')].filter(shown);
  if (headings.length !== 1) wrong.push(`${headings.length} h1`);
  if (document.documentElement.lang !== language) wrong.push(`lang is ${document.documentElement.lang}`);
  const title = document.title.trim();
  if (!title || title.startsWith('·')) wrong.push(`title is ${JSON.stringify(title)}`);
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(shown)
      .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.scroll, .skip, svg'))
      .slice(0, 3).map(e => e.outerHTML.slice(0, 120));
    wrong.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}: ${wide.join(' | ')}`);
  }
  // Nobody on a narrow screen looks beyond an edge for what is to be pressed or filled in.
  if (root.clientWidth < 600) for (const e of document.querySelectorAll('.scroll :is(button, input:not([type=hidden]), select, textarea, a.button)')) {
    const box = e.getBoundingClientRect(), edge = e.closest('.scroll').getBoundingClientRect();
    if (shown(e) && box.width > 1 && (box.right > edge.right + 1 || box.left < edge.left - 1))
      wrong.push(`cut off by ${Math.ceil(box.right - edge.right)}: ${e.outerHTML.slice(0, 120)}`);
  }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const named = (e.labels && [...e.labels].some(l => l.textContent.trim())) || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby');
    if (!named) wrong.push(`no label: ${e.outerHTML.slice(0, 120)}`);
  }
  for (const e of document.querySelectorAll('button, a[href]'))
    if (shown(e) && !e.closest('[aria-hidden=true]') && !(e.textContent.trim() || e.getAttribute('aria-label') || e.querySelector('img[alt]:not([alt=""])')))
      wrong.push(`no name: ${e.outerHTML.slice(0, 120)}`);
  for (const form of document.querySelectorAll('form[method=post]'))
    if (!form.querySelector('input[name=_csrf_token][value]:not([value=""])')) wrong.push(`a form without a token: ${form.getAttribute('action')}`);
  if (document.querySelector('[style], style, [onclick], [onsubmit], [onchange]')) wrong.push('an inline style or handler');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length) wrong.push(`ids twice: ${[...new Set(twice)].join(', ')}`);
  const text = document.body.innerText;
  const plain = [...document.querySelectorAll('code, pre, .mono')].reduce((said, e) => said.replace(e.innerText, ''), text);
  const dates = plain.match(/\b20\d\d-\d\d-\d\d/g);
  if (dates) wrong.push(`a day that is not in words: ${[...new Set(dates)].slice(0, 3).join(', ')}`);
  if (language === 'en' && /None|undefined|\{\{|\}\}/.test(text.replace(/None (of|is|are|at|yet|so)/g, '')) && /\bNone\b|undefined|\{\{|\}\}/.test(text)) {
    const at = text.search(/\bNone\b|undefined|\{\{|\}\}/);
    if (at >= 0 && /undefined|\{\{|\}\}/.test(text.slice(at, at + 9))) wrong.push(`a hole in the text: ${text.slice(Math.max(0, at - 30), at + 30)}`);
  }
  return wrong;
}
"""

_KINDS = r"""
() => {
  const kind = e => `${e.tagName} ${e.getAttribute('class') || ''} ${e.type || ''} ${e.getAttribute('role') || ''}`;
  return [...document.querySelectorAll('body *')].map(kind);
}
"""

# What has the focus, and whether one sees it: an outline, a shadow or a border that it has only then.
FOCUS = r"""
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  const outlined = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  return {what: e.outerHTML.slice(0, 120), visible: outlined && r.width > 0 && r.height > 0, tag: e.tagName.toLowerCase()};
}
"""


@contextmanager
def eyes(site: Running, chromium: Browser, look: Look, *, scripts: bool = True, sharp: bool = True) -> Iterator[Eyes]:
    """A new window with nothing remembered. Whatever it minded fails at its end."""
    size = SIZES[look.width] if sharp else {**SIZES[look.width], "device_scale_factor": 1}
    context = chromium.new_context(
        **size,
        color_scheme=look.theme,
        locale="ko-KR" if look.language == "ko" else "en-GB",
        timezone_id="Asia/Seoul",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    window = Eyes(site, context, page, look)
    host = urlsplit(site.url).hostname

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _STATUS.match(message.text):
            window.wrong.append(f"{page.url}: console: {message.text}")

    def asked(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in ("http", "https", "ws", "wss") and where.hostname != host:
            window.wrong.append(f"{page.url}: asked {request.url}")

    def answered(response: Any) -> None:
        own = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not own and "favicon" not in response.url):
            window.wrong.append(f"{page.url}: {response.status} for {response.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: window.wrong.append(f"{page.url}: {error}"))
    context.on("request", asked)
    context.on("response", answered)
    try:
        yield window
    finally:
        context.close()
    assert not window.wrong, "\n".join(window.wrong)
