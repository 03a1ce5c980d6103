"""Rules about the document's own order: each topic and each matter stands in one section, and what is said has one."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.policy.render import generated
from jikim.policy.render.voice import Voice

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(section_said_twice=E)
def once(scope: Scope) -> Iterator[Finding]:
    """What one section says no other says again."""
    seen: set[str] = set()
    for number, section in enumerate(scope.policy.sections):
        for key, names in (("says", section.says), ("about", section.about)):
            for index, name in enumerate(names):
                if name in seen:
                    yield scope.find("section-said-twice", ("sections", number, key, index), name=name)
                seen.add(name)


@rule(topic_without_section=W)
def placed(scope: Scope) -> Iterator[Finding]:
    """Whatever the document says has a section of the company's own order; the rest stands under *other matters*."""
    policy = scope.policy
    if not policy.sections or not policy.service.languages:
        return
    named = {topic for section in policy.sections for topic in section.says} | {"preamble"}
    for topic, blocks in generated(Voice(policy, policy.service.languages[0])).items():
        if blocks and topic not in named:
            yield scope.find("topic-without-section", ("sections",), topic=topic)
