"""The handbooks as PDF, from the same text as their pages, by the way that every other paper is set.

What a handbook is written in is little: headings, paragraphs, numbered and plain lists, one kind of table. Anything else
is an error, so that no page says what its PDF leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from jikim.paper import Block, Heading, Paper, Paragraph, Table, pdf
from jikim.paper.document import Language
from jikim.version import __version__

ROOT = Path(__file__).parents[2]
_EVER = datetime(2026, 1, 1, tzinfo=UTC)
PAGES = ("officer.ko", "officer.en", "member.ko", "member.en")


def blocks(text: str) -> Iterator[Block]:
    """The text of a page as the blocks of a paper, without its title."""
    for part in re.split(r"\n\s*\n", text.strip())[1:]:
        lines = part.splitlines()
        if lines[0].startswith("#"):
            yield Heading(lines[0].lstrip("# "), 2 if lines[0].startswith("###") else 1)
        elif lines[0].startswith("|"):
            head, _, *rows = (tuple(map(plain, line.strip("|").split("|"))) for line in lines)
            yield Table(head, tuple(rows))
        elif re.match(r"(\d+\.|-) ", lines[0]):
            for line in lines:
                mark, _, said = line.partition(" ")
                yield Paragraph(f"{'·' if mark == '-' else mark} {plain(said)}")
        else:
            yield Paragraph(plain(" ".join(lines)))


def plain(text: str) -> str:
    """A line without its marks: a link is its words, and what is bold on the page stands in quotation marks, which the
    paper says."""
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("`", "")
    words = words.replace("굵은 글씨는", "작은따옴표 안의 말은").replace("Words in bold", "Words in quotation marks")
    return re.sub(r"\*\*([^*]+)\*\*", "‘\\1’", words).strip()


def paper(name: str) -> bytes:
    """A handbook as PDF, dated by nothing that changes: the same text makes the same file."""
    text = (ROOT / "docs" / "handbook" / f"{name}.md").read_text(encoding="utf-8")
    title, language = text.partition("\n")[0].lstrip("# "), "ko" if name.endswith(".ko") else "en"
    made = Paper(
        title, cast("Language", language), _EVER, tuple(blocks(text)), under=f"Jikim {__version__}", foot=title
    )
    return pdf(made)


def written(directory: Path) -> list[Path]:
    """Writes all of them."""
    directory.mkdir(parents=True, exist_ok=True)
    made = []
    for name in PAGES:
        (path := directory / f"{name}.pdf").write_bytes(paper(name))
        made.append(path)
    return made
