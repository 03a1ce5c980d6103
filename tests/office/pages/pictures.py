"""`make pictures`: photographs the office as `make demo` leaves it, with the story's open work in it.

`python -m tests.office.pages.pictures DIRECTORY` plays the demo, signs in as its officer and follows the office's own
links: each page once, in Korean at a desk in light and in English on a phone in dark; the company's own back office in
both languages at both.
JIKIM_PICTURES_OFFICE names the directory where none is given.
"""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright
from tests.office.pages.following import FILES, Finder
from tests.office.pages.hands import Hands
from tests.waiting import PATIENCE
from tests.web.browser import FLAGS, HERE, LEFT_OUT, PROGRAM
from tests.web.pages.pictures import photographed
from tests.web.pages.seeing import Eyes, Look, Width, eyes

from jikim.demo.entering import OFFICE

ROOT = Path(__file__).parents[3]
LOOKS = (Look("ko", "desk", "light"), Look("en", "phone", "dark"))
OWN = (*LOOKS, Look("en", "desk", "light"), Look("ko", "phone", "dark"))  # of the company's back office
OFFICER, LANGUAGES = OFFICE[0], {"ko": "Korean", "en": "English"}
# Lower than a member's pages: there are more of them, and what follows is more of the same.
TALLEST: Mapping[Width, int] = {"desk": 1200, "phone": 1200}


class Opened(NamedTuple):
    """Where the demo's site is. A browser's window needs no more of it."""

    url: str


@contextmanager
def demo(**settings: str) -> Iterator[Opened]:
    """The demo with its site open, until it is left. It stays open in a terminal alone, so it is given one. `settings`:
    what its environment says besides."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "jikim", "demo", "--members", "60", "--lang", "en"]
    told = {**os.environ, **settings}
    with subprocess.Popen(  # noqa: S603
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=told, start_new_session=True
    ) as playing:
        os.close(theirs)
        said = ""
        try:
            while "Ctrl-C" not in said:
                said += os.read(ours, 65536).decode(errors="replace")
            found = re.search(r"(http://127\.0\.0\.1:\d+)/en/demo/code", said)
            assert found, said[-2000:]
            yield Opened(found[1])
        finally:
            playing.send_signal(signal.SIGINT)
            playing.wait(PATIENCE)
            os.close(ours)


def sign_in(window: Eyes) -> None:
    """Comes in as the demo's officer."""
    Hands(window, OFFICER).come_in()


def photograph(site: Opened, chromium: Browser, directory: Path) -> list[tuple[str, str]]:
    """Writes the pictures. Answers each page's route and what its pictures are called."""
    finder, seen = Finder(), dict[str, str]()
    with eyes(site, chromium, LOOKS[0], sharp=False) as window:
        sign_in(window)
        waiting, found = ["/office"], list[str]()
        while waiting:
            path = waiting.pop(0)
            route = finder.route(path)
            if route in seen or not _is_page(window, path) or window.open(path) != 200:
                continue
            seen[route] = _name(route)
            found.append(path)
            _take(window, directory, seen[route])
            waiting += [one for one in finder.links(window) if finder.route(one) not in seen and not FILES.search(one)]
    for look in OWN[1:]:
        with eyes(site, chromium, look, sharp=False) as window:
            # Somebody has just proved anew who they are: no page asks for it once more.
            sign_in(window)
            for path in found:
                if look in looks_of(path):
                    window.open(path)
                    _take(window, directory, seen[finder.route(path)])
    return sorted(seen.items())


def looks_of(path: str) -> tuple[Look, ...]:
    """In which languages and widths a page is photographed."""
    return OWN if path.startswith("/office/shop") else LOOKS


def _take(window: Eyes, directory: Path, name: str) -> None:
    photographed(window, directory / f"{name}.{window.look.language}.{window.look.width}.png", TALLEST)


def _is_page(window: Eyes, path: str) -> bool:
    """Whether a browser would show what is there, and not download it."""
    answer = window.context.request.get(window.site.url + path)
    return answer.headers.get("content-type", "").startswith("text/html")


def _name(route: str) -> str:
    """`office-people-one`"""
    return re.sub(r"{[^}]+}", "one", urlsplit(route).path).strip("/").replace("/", "-")


def listed(seen: list[tuple[str, str]]) -> str:
    """The page that shows them."""
    lines = [
        "# The office, in pictures",
        "",
        "Made by `make pictures` of the demo's office, with invented people and the work that its story leaves open: every page in Korean at a desk, in light,",
        "and in English on a phone, in dark; what the homepage adds to it, under `/office/shop`, in both languages at both. The bar at the top is the demo's",
        "clock. Long pages are cut off.",
        "",
    ]
    for route, name in seen:
        lines += [f"## `{route}`", ""]
        for one in looks_of(route):
            said = ", ".join((route, LANGUAGES[one.language], one.width, one.theme))
            lines += [f"![{said}]({name}.{one.language}.{one.width}.png)", ""]
    return "\n".join(lines).rstrip() + "\n"


def main(directory: Path) -> int:
    """Writes all of it; says how much that is."""
    if not HERE:
        print(LEFT_OUT, file=sys.stderr)
        return 1
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.png"):
        old.unlink()
    with demo() as site, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        seen = photograph(site, chromium, directory)
        chromium.close()
    (directory / "README.md").write_text(listed(seen), "utf-8")
    size = sum(one.stat().st_size for one in directory.glob("*.png"))
    print(f"{len(seen)} pages, {size / 1e6:.1f} MB, in {directory}")
    return 0


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("JIKIM_PICTURES_OFFICE")
    sys.exit(main(Path(given or ROOT / "docs" / "pictures" / "office")))
