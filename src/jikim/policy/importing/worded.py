"""The text's own sentences as `wording`: kept as they are, by topic, each bound to the parts of the draft that it states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.policy.importing.facts import LIKELY, Facts
from jikim.policy.model.wording import TOPICS

# What sections are called there; a topic of the text that has no section of its own stands with the nearest.
_SECTION = {
    "abroad": "recipients-abroad", "announcements": "announcements", "behaviour": "cookies",
}  # fmt: skip
# A sentence's promise by the name that the document gives it, where that is not the path of the fact.
_PROMISES = {
    "refuse.types": "refuse", "refuse.below_age": "refuse", "archive.paper": "clauses.paper", "archive.place": "clauses.archive-apart",
    "cookies.what": "cookies", "links.notice": "links", "rights.correct.freeze": "clauses.frozen", "rights.correct.tell_recipients": "clauses.told",
}  # fmt: skip
# Whole families, and what no sentence of the document is about.
_NONE = frozenset(
    {
        "partners",
        "officers",
        "bodies",
        "duties",
        "service",
        "notice.where",
        "channels.partner",
        "service.url",
        "service.name",
        "service.controller",
    }
)


def worded(facts: Facts, records: Mapping[str, Any]) -> dict[str, Any]:
    """Sections of sentences; one that states nothing surely is a definition, a duty or a disclaimer, as far as that was seen."""
    made: dict[str, Any] = {}
    for number, section in enumerate(facts.sections):
        topic = next((known for one in section.topics if (known := _SECTION.get(one, one)) in TOPICS), None)
        if topic is None:
            continue
        for one in facts.sentences:
            if one.section != number or " | " in one.text:
                continue
            bound = facts.bindings.get(one.number, {}).items()
            states = list(
                dict.fromkeys(
                    _PROMISES.get(path, path) for path, sure in bound if sure >= LIKELY and _stands(path, records)
                )
            )
            kind = facts.statements.get(one.number)
            if not states and kind is None:
                continue
            said: dict[str, Any] = {"text": one.text}
            if states:
                said["states"] = states
            else:
                said["statement"] = kind
            made.setdefault(topic, {"sentences": []})["sentences"].append(said)
    return made


def _stands(path: str, records: Mapping[str, Any]) -> bool:
    """Whether the draft has such a part."""
    if path in _NONE or path.startswith(("statements.", "processors.abroad", "recipients.abroad")):
        return False
    if path.startswith("records."):
        return path.split(".")[1] in records
    return True
