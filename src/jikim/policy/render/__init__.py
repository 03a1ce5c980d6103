"""The policy as the document people read, whole, in Korean or English: Markdown or one self-contained HTML page.

Guarantees: every fact of the file stands in the document, in the thirteen sections of a Korean privacy policy (and the
preamble, section 0); each promise carries an anchor, `c` and its clause number where it has one, else the path of its
part; nothing of the file is taken for markup. It leaves to `check` whether the facts are right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jikim.policy.model import Language, PolicyFile, Promise
from jikim.policy.render import care, collection, giving, html, keeping, markdown, people
from jikim.policy.render.document import NOTHING, Block, Document, Heading, Lines, Section, Table
from jikim.policy.render.summary import summary
from jikim.policy.render.voice import Voice

_SECTIONS: tuple[Callable[[Voice], Section], ...] = (
    collection.preamble,
    collection.collected,
    collection.purposes,
    giving.third_parties,
    giving.processors,
    keeping.retention,
    keeping.destruction,
    people.rights,
    people.duties,
    people.cookies,
    care.safeguards,
    care.contacts,
    care.links,
    care.announcements,
)
# A statement without a clause number stands here, under the links: the document's section of other matters.
_OTHER = 12


def document(policy: PolicyFile, language: Language) -> Document:
    """The policy as sections of lines and tables. Raises ValueError for a language the service does not publish in."""
    if language not in policy.service.languages:
        raise ValueError(
            f"the policy has no `{language}`\nhint: its languages are {', '.join(policy.service.languages)}"
        )
    voice = Voice(policy, language)
    name, version = voice.text(policy.service.name), policy.version
    statements: dict[int, list[tuple[str, Promise]]] = {}
    for key, said in policy.statements.items():
        statements.setdefault(_section_of(said.clause), []).append((key, said))
    sections = tuple(
        _with_statements(voice, make(voice), statements.get(number, [])) for number, make in enumerate(_SECTIONS)
    )
    sections = tuple(
        replace(section, blocks=tuple(_without_empty(block) for block in section.blocks)) for section in sections
    )
    return Document(
        language=language,
        title=voice.say(f"{name} 개인정보 처리방침", f"{name}: privacy policy"),
        dates=voice.say(
            f"공고 {voice.date(version.announced)} · 시행 {voice.date(version.effective)}",
            f"Announced {voice.date(version.announced)} · in force from {voice.date(version.effective)}",
        ),
        contents=voice.say("차례", "Contents"),
        skip=voice.say("본문으로 건너뛰기", "Skip to the policy"),
        summary=summary(voice),
        sections=tuple(section for section in sections if section.blocks),
    )


def _without_empty(block: Block) -> Block:
    """A table without the columns in which no row says anything; its first column stays."""
    if not isinstance(block, Table):
        return block
    said = [
        column
        for column in range(len(block.head))
        if column == 0 or any(row.cells[column] != (NOTHING,) for row in block.rows)
    ]
    return replace(
        block,
        head=tuple(block.head[column] for column in said),
        rows=tuple(replace(row, cells=tuple(row.cells[column] for column in said)) for row in block.rows),
    )


def _section_of(clause: str | None) -> int:
    number = (clause or "").partition(".")[0]
    return int(number) if number.isdecimal() and int(number) < len(_SECTIONS) else _OTHER


def _with_statements(voice: Voice, section: Section, said: list[tuple[str, Promise]]) -> Section:
    if not said:
        return section
    lines = Lines(tuple(care.statement(voice, name, promise) for name, promise in said))
    title = Heading(voice.say("알아 둘 사항", "Please note"))
    blocks = (*section.blocks, title, lines) if section.blocks and section.number else (*section.blocks, lines)
    return replace(section, blocks=blocks)


def render_markdown(policy: PolicyFile, language: Language) -> str:
    """The document as Markdown (tables as in GitHub's). Raises ValueError for a language the policy does not have."""
    return markdown.write(document(policy, language))


def render_html(policy: PolicyFile, language: Language) -> str:
    """The document as one self-contained page: no scripts, nothing fetched. Raises ValueError as `render_markdown`."""
    return html.write(document(policy, language))


__all__ = ["document", "render_html", "render_markdown"]
