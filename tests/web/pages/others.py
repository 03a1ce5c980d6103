"""`make pictures`: photographs the sites of five companies of other trades, each as its policy has it: what it publishes,
and where somebody joins.

`python -m tests.web.pages.others [DIRECTORY]` writes PNGs of few colours.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from tests.web.browser import FLAGS, HERE, LEFT_OUT, PROGRAM
from tests.web.pages.pictures import ROOT, photographed
from tests.web.pages.seeing import Look, Width, eyes
from tests.web.running import running
from tests.web.test_another_company import COMPANIES, policy_of
from tests.web.test_look import OWN, dressed

from jikim.policy.model import PolicyFile, Site
from jikim.web.site import site

DIRECTORY = ROOT / "docs" / "pictures" / "others"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32"><path fill="#0a5c36" d="M16 2 30 16 16 30 2 16z"/>'
    b'<path fill="#7a1f5c" d="M40 10h72v4H40zM40 19h48v4H40z"/></svg>'
)
# What of its look a company says in this small way.
COLOURS: dict[str, str] = {"academy": "#1f4e9c", "notes": "#5b2a86", "community": "#8a3b12"}
TALLEST: dict[Width, int] = {"desk": 1000, "phone": 1200}
PAGES: tuple[tuple[str, Width], ...] = (("policy", "desk"), ("join", "phone"))


def companies() -> dict[str, PolicyFile]:
    """Two shops (one abroad, one of two brands), a community, an academy and an application for notes."""
    names = {
        "shop-abroad": "a shop in the States",
        "community": "a community",
        "notes": "notes under the GDPR",
        "academy": "an academy",
    }
    found = {short: policy_of(COMPANIES[long]) for short, long in names.items()}
    for name, colour in COLOURS.items():
        found[name] = found[name].model_copy(update={"site": Site.model_validate({"colours": {"main": colour}})})
    return {"mall": dressed(), **found}


def photograph(name: str, file: PolicyFile, chromium: Browser, place: Path, directory: Path) -> None:
    """Its policy at a desk, and its form to join by on a phone."""
    (place / OWN["logo"]).write_bytes(LOGO)

    async def dressed_site(jk: Any) -> Any:
        return await site(jk, folder=place)

    with running(file, place / "house", make=dressed_site) as one:
        for page, width in PAGES:
            with eyes(one, chromium, Look(file.service.languages[0], width), sharp=False) as window:
                window.page.goto(f"{one.url}/{page}")
                photographed(window, directory / f"{name}-{page}.png", TALLEST)


def main(directory: Path) -> int:
    """Writes all of them."""
    if not HERE:
        print(LEFT_OUT, file=sys.stderr)
        return 1
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jikim-pictures-") as place, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        for name, file in companies().items():
            folder = Path(place) / name
            folder.mkdir()
            photograph(name, file, chromium, folder, directory)
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DIRECTORY))
