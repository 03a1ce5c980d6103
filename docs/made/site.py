"""The documentation as a site: the pages of the checkout laid out for zensical, which builds and searches them.

`python -m docs.made.site DIRECTORY`. A link to a page or a picture stays; one to what no site has (the source, a policy
file) becomes its words, so that strict building finds every other dead link.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BESIDE = ("README.md", "README.ko.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "homepage/README.md")
SHOWN = {".md", ".svg", ".png", ".jpg", ".webp", ".avif"}
_CODE = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ (.*[가-힣].*)$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")


def staged(directory: Path) -> list[Path]:
    """Lays the pages out. Answers them."""
    shutil.rmtree(directory, ignore_errors=True)
    here = [
        *(ROOT / name for name in BESIDE),
        *(one for one in sorted((ROOT / "docs").rglob("*")) if one.suffix in SHOWN),
    ]
    made = []
    for path in here:
        if not path.is_file():
            continue
        target = directory / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            target.write_text(anchored(without(path.read_text(encoding="utf-8"), path, set(here))), encoding="utf-8")
        else:
            shutil.copyfile(path, target)
        made.append(target)
    (directory / "index.md").write_text(
        "# Jikim\n\n[The documentation](docs/index.md) · [한국어](docs/index.ko.md)\n", encoding="utf-8"
    )
    return [*made, directory / "index.md"]


def without(text: str, page: Path, here: set[Path]) -> str:
    """A page with what leads out of the site as words."""

    def kept(found: re.Match[str]) -> str:
        said, to = found[1], found[2].partition("#")[0]
        outward = not to or "://" in to or to.startswith("mailto:")
        return found[0] if outward or (page.parent / to).resolve() in here else said

    return _LINK.sub(kept, text)


def anchored(text: str) -> str:
    """A page whose Korean headings bear the anchor that they have where the project is hosted; the builder would give
    them a number."""
    parts = _CODE.split(text)
    parts[::2] = [_HEADING.sub(lambda found: f"{found[0]} {{#{_anchor(found[1])}}}", part) for part in parts[::2]]
    return "".join(parts)


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


if __name__ == "__main__":
    print(f"{len(staged(Path(sys.argv[1])))} files")
