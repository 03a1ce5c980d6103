"""`make pictures`: photographs every page as its visitor sees it, Korean at a desk in light, English on a phone in
dark.

`python -m tests.web.pages.pictures DIRECTORY` writes PNGs of few colours, and a page that shows them all (`README.md`).
What is too long is cut off. JIKIM_PICTURES names the directory where none is given.
"""

from __future__ import annotations

import io
import itertools
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from homepage.site.events import EVENTS
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tests.homepage.shop import shop
from tests.web.arranged import Everybody, everybody
from tests.web.browser import FLAGS, HERE, LEFT_OUT, PROGRAM
from tests.web.matrix import outcome_of
from tests.web.pages.seeing import SIZES, Eyes, Look, Width, eyes
from tests.web.pages.walking import pages
from tests.web.routes import Route

from jikim.app import read_policy

ROOT = Path(__file__).parents[3]
LOOKS = (Look("ko", "desk", "light"), Look("en", "phone", "dark"))
TALLEST: Mapping[Width, int] = {"desk": 1500, "phone": 1700}
COLOURS = 40
FIRST = ("member", "corporate", "guest", "guardian", "stale")
# Public pages are shown to nobody in particular, others to the member.
PUBLIC_AS = "nobody"


def name_of(route: Route, look: Look) -> str:
    """`my-record.ko.desk.png`"""
    words = re.sub(r"{[^}]+}", "one", route.path).strip("/").replace("/", "-") or "home"
    return f"{words}.{look.language}.{look.width}.png"


def small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    with Image.open(io.BytesIO(picture)) as image:
        out = io.BytesIO()
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue()


def photograph(made: Everybody, chromium: Browser, directory: Path) -> list[tuple[Route, str]]:
    """Writes the pictures. Answers which pages, and as whom."""
    seen: list[tuple[Route, str]] = []
    for route, group in itertools.groupby(pages(made), key=lambda pair: pair[0]):
        everyone = [who for _, who in group]
        whole = [who for who in everyone if outcome_of(route, who) == "200"] or everyone
        if "{name}" not in route.path:  # another's account, which there is none of here
            seen.append((route, PUBLIC_AS if PUBLIC_AS in whole else next(who for who in FIRST if who in whole)))
    seen.append((Route("GET", "/order"), "member"))
    seen.sort()
    for look in LOOKS:
        with eyes(made.shop.web, chromium, look, sharp=False) as window:
            made.prove()
            # The question about cookies is in the first picture, and answered then; something lies in the basket.
            _take(window, "/", directory / name_of(Route("GET", "/"), look))
            window.page.locator("button[name=choice][value=none]").first.click()
            window.page.locator("button[name=choice]").first.wait_for(state="detached")
            window.open("/products/business-box")
            window.page.locator("button[value=cart]").first.click()
            window.page.wait_for_url("**/cart")
            for route, who in seen:
                if route.path != "/":
                    window.as_somebody(made.tokens[who])
                    _take(window, made.address(route), directory / name_of(route, look))
    return seen


def _take(window: Eyes, path: str, where: Path) -> None:
    window.open(path)
    photographed(window, where)


def photographed(window: Eyes, where: Path, tallest: Mapping[Width, int] = TALLEST) -> None:
    """Writes a picture of the page that is open, cut off where it is too long."""
    window.page.evaluate("document.fonts.ready")
    width = SIZES[window.look.width]["viewport"]["width"]
    height = min(tallest[window.look.width], int(window.page.evaluate("document.documentElement.scrollHeight")))
    where.write_bytes(
        small(window.page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}))
    )


def listed(seen: list[tuple[Route, str]]) -> str:
    """The page that shows them."""
    who = {
        "nobody": "anybody",
        "guest": "a guest",
        "member": "a member",
        "corporate": "a corporate member",
        "guardian": "a guardian",
        "stale": "a member who has to prove who they are once more",
    }
    lines = [
        "# Every page, in pictures",
        "",
        "Made by `make pictures` of a running homepage with invented people: Korean at a desk in light, English on a phone in",
        "dark. Long pages are cut off.",
        "",
    ]
    for route, seer in seen:
        desk, phone = (name_of(route, look) for look in LOOKS)
        lines += [
            f"## `{route.path}`",
            "",
            f"As {who[seer]} sees it.",
            "",
            f"![{route.path}, Korean, desk, light]({desk})",
            "",
        ]
        lines += [f"![{route.path}, English, phone, dark]({phone})", ""]
    return "\n".join(lines).rstrip() + "\n"


def main(directory: Path) -> int:
    """Writes all of it; says how much that is."""
    if not HERE:
        print(LEFT_OUT, file=sys.stderr)
        return 1
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="jikim-pictures-") as place, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        published = dict(EVENTS)
        with shop(read_policy(ROOT / "homepage" / "policy.yaml"), Path(place)) as rv:
            EVENTS.update(published)  # tests that move the time have events without end
            seen = photograph(everybody(rv), chromium, directory)
        chromium.close()
    (directory / "README.md").write_text(listed(seen), "utf-8")
    size = sum(one.stat().st_size for one in directory.glob("*.png"))
    print(f"{len(seen)} pages, {size / 1e6:.1f} MB, in {directory}")
    return 0


if __name__ == "__main__":
    sys.exit(
        main(
            Path(
                sys.argv[1]
                if len(sys.argv) > 1
                else os.environ.get("JIKIM_PICTURES", ROOT / "docs" / "pictures" / "pages")
            )
        )
    )
