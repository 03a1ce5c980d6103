"""What may happen to one thing that the policy names, and why; each line with its clause and its path in the file.

A thing is an item, a record kind, a record's contents, a purpose (of section 2 or of the archive), a recipient, a
processor, a channel or a partner, by its name in the file (`email`, `order`, `order.lines`) or by its label. A name
that two kinds of things bear gives a topic for each; `records.payment` means the one. It says what the file says and
decides nothing: `decide` does.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.policy.citing import source_of
from jikim.policy.model import Language, PolicyFile, Promise
from jikim.policy.render.teller import Teller
from jikim.policy.render.topic import Chapter, Said, Topic, path_of
from jikim.policy.render.voice import Voice

__all__ = ["Chapter", "Explanation", "Said", "Topic", "explain", "suggest"]

_SECTIONS = (
    "items",
    "records",
    "contents",
    "purposes",
    "archive",
    "recipients",
    "processors",
    "channels",
    "partners",
    "systems",
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """All things that bear a name, in the language asked for and in the service's others."""

    name: str
    language: Language
    file: PolicyFile
    versions: Mapping[Language, tuple[Topic, ...]]

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.versions[self.language]

    def text(self, language: Language | None = None) -> str:
        """Plain text for a terminal. Raises KeyError for a language that the service does not have."""
        tongue = language or self.language
        lines: list[str] = []

        def told(one: Said, text: str) -> str:
            return f"{text} [{source_of(one.clause, one.path, tongue, self.file)}]"

        for topic in self.versions[tongue]:
            if lines:
                lines.append("")
            lines.append(told(topic.label, f"{topic.label.text} ({topic.kind_label} `{topic.name}`)"))
            for chapter in topic.chapters:
                lines += ["", f"  {chapter.title}"]
                lines += [told(line, f"    - {line.text}") for line in chapter.lines]
        return "\n".join(lines) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The same as plain values: name, language, topics, their chapters, their lines with clause and path."""
        return {
            "name": self.name,
            "language": self.language,
            "topics": [
                {
                    "kind": topic.kind,
                    "name": topic.name,
                    "label": topic.label.text,
                    "clause": topic.label.clause,
                    "path": topic.label.path,
                    "chapters": [
                        {
                            "title": chapter.title,
                            "lines": [
                                {"text": line.text, "clause": line.clause, "path": line.path} for line in chapter.lines
                            ],
                        }
                        for chapter in topic.chapters
                    ],
                }
                for topic in self.topics
            ],
        }


def explain(policy: PolicyFile, name: str, language: Language) -> Explanation | None:
    """What may happen to the thing of this name, and why; None if the policy names no such thing.

    Raises ValueError for a language that the service does not publish in.
    """
    if language not in policy.service.languages:
        raise ValueError(
            f"the policy has no `{language}`\nhint: its languages are {', '.join(policy.service.languages)}"
        )
    found = list(_find(policy, name))
    if not found:
        return None
    versions = {
        each: tuple(Teller(Voice(policy, each)).topic(section, key, part) for section, key, part in found)
        for each in policy.service.languages
    }
    return Explanation(name, language, policy, versions)


def suggest(policy: PolicyFile, name: str) -> tuple[str, ...]:
    """Names that the reader may have meant, nearest first, at most three; found by name or by label."""
    wanted = name.strip().casefold()
    spelled: dict[str, str] = {}
    for _, key, part in _things(policy):
        for text in (key, key.rpartition(".")[2], *part.label.values()):
            spelled.setdefault(text.casefold(), key)
    near = difflib.get_close_matches(wanted, list(spelled), n=6, cutoff=0.6)
    near += [text for text in spelled if len(wanted) >= 2 and wanted in text]
    return tuple(dict.fromkeys(spelled[text] for text in near))[:3]


def _things(policy: PolicyFile) -> Iterator[tuple[str, str, Promise]]:
    """Everything that can be explained: its section, its name, itself."""
    parts: dict[str, Mapping[str, Promise]] = {
        "items": policy.items,
        "records": policy.records,
        "contents": {
            f"{kind}.{name}": contents
            for kind, record in policy.records.items()
            for name, contents in record.items.contents.items()
        },
        "purposes": policy.purposes,
        "archive": policy.archive.purposes,
        "recipients": policy.recipients,
        "processors": policy.processors,
        "channels": policy.channels,
        "partners": policy.partners,
        "systems": policy.systems,
    }
    for section in _SECTIONS:
        for name, part in parts[section].items():
            yield section, name, part


def _find(policy: PolicyFile, wanted: str) -> Iterator[tuple[str, str, Promise]]:
    text = wanted.strip().casefold()
    things = list(_things(policy))
    exact = [thing for thing in things if text in (thing[1], f"{thing[0]}.{thing[1]}", path_of(thing[0], thing[1]))]
    yield from exact or [thing for thing in things if text in [label.casefold() for label in thing[2].label.values()]]
