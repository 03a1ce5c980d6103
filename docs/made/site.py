"""The documentation as a site: the pages of the checkout laid out for zensical, which builds and searches them.

`python -m docs.made.site DIRECTORY`. A link to a page or a picture stays; one to what no site has (the source, a policy
file) becomes its words, so that strict building finds every other dead link. Where one of our own words first stands on
a page, it leads to what it means.
"""

from __future__ import annotations

import os
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


# Our own words, and the headings of the page that defines them.
_OURS = {
    "en": (
        (r"houses?", "a-house"), (r"(?:key )?rings?", "the-key-ring-or-ring"), (r"epochs?", "an-epoch"),
        (r"sweeps?", "a-sweep"), (r"ledgers?", "the-ledger"), (r"clauses?", "a-clause"),
    ),
    "ko": (
        ("하우스", "하우스"), ("키 고리 교체", "키-고리-교체epoch"), ("키 고리(?! 교체)", "키-고리ring"),
        ("파기 작업", "파기-작업sweep"), ("(?:처리 )?원장", "처리-원장ledger"), ("조항", "조항clause"),
    ),
}  # fmt: skip
# What is not a page's running text: code, headings, what leads somewhere already, pictures.
_APART = re.compile(r"(^```.*?^```|^#.*?$|`[^`\n]*`|!?\[[^\]]*\]\([^)]*\)|<[^>]*>)", re.DOTALL | re.MULTILINE)


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
            text = without(path.read_text(encoding="utf-8"), path, set(here))
            target.write_text(anchored(defined(text, path)), encoding="utf-8")
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


def defined(text: str, page: Path) -> str:
    """A page on which each of our own words leads, where it first stands, to its definition in the page's language."""
    language = "ko" if page.name.endswith(".ko.md") else "en"
    words = ROOT / "docs" / "explanation" / ("words.ko.md" if language == "ko" else "words.md")
    if page == words:
        return text
    where = os.path.relpath(words, page.parent)
    for word, heading in _OURS[language]:
        parts = _APART.split(text)
        first = re.compile(rf"(?<![\w-]){word}" + (r"(?![\w-])" if language == "en" else ""), re.IGNORECASE)
        for at in range(0, len(parts), 2):
            parts[at], found = first.subn(lambda one: f"[{one[0]}]({where}#{heading})", parts[at], count=1)  # noqa: B023
            if found:
                break
        text = "".join(parts)
    return text


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
