"""Rules about counsel's own wording: its sentences say what the facts say (`policy.wording`), each difference at its
letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Position, Severity
from jikim.policy.parse import Parsed
from jikim.policy.wording import Slip, compare

E, W = Severity.ERROR, Severity.WARNING


@rule(
    wording_language=E,
    wording_unbound=E,
    wording_both=E,
    wording_unknown=E,
    wording_missing=W,
    wording_unsaid=W,
    wording_period=E,
    wording_number=E,
    wording_date=E,
    wording_contact=E,
    wording_name=E,
    wording_statement=W,
)
def says_what_the_facts_say(scope: Scope) -> Iterator[Finding]:
    """Where a section is worded by counsel, each sentence states a promise of the file or is marked as a statement; and the
    names, numbers, periods, dates and contacts in a sentence are those of what it states. What is published is what runs.
    What counsel's text leaves out of what the file promises is listed, and keeps nothing from being published.
    """
    for slip in compare(scope.policy):
        found = scope.tell(slip.code, slip.path, slip.ko, slip.en, slip.hint)
        place = letters(scope.parsed, slip)
        yield found if place is None else replace(found, position=place, source=scope.parsed.source(place))


def letters(parsed: Parsed, slip: Slip) -> Position | None:
    """Where the slip's letters stand in the file; None where they are broken over lines, or it is about the whole."""
    place = parsed.positions.get(slip.path)
    if not slip.word or place is None:
        return None
    start = place.value
    others = [one.key or one.value for one in parsed.positions.values() if (one.key or one.value).file == start.file]
    end = min((one.line for one in others if one.line > start.line), default=start.line + _LONGEST)
    text = _text_of(parsed, slip)
    skip = text[: slip.place].count(slip.word)
    for line in range(start.line, min(end, start.line + _LONGEST)):
        source = parsed.source(Position(start.file, line, 1))
        at = source.find(slip.word, start.column - 1 if line == start.line else 0)
        while at >= 0:
            if not skip:
                return Position(start.file, line, at + 1)
            skip -= 1
            at = source.find(slip.word, at + len(slip.word))
    return None


# The longest sentence, in lines, whose letters are looked for.
_LONGEST = 60


def _text_of(parsed: Parsed, slip: Slip) -> str:
    value: object = parsed.policy
    for step in slip.path:
        value = value[step] if isinstance(step, int) or isinstance(value, dict) else getattr(value, str(step))  # type: ignore[index]
    return str(value)
