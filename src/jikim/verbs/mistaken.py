"""A refusal for a name that the policy does not know says which argument held it, and which name was probably meant.

The names that are repeated are the policy's own, never the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jikim.answers import Correction, Offer, Read, Ref
from jikim.errors import DeniedError, JikimError
from jikim.policy.compiled import Policy
from jikim.policy.nearest import nearest

# The denials that a name which nobody knows can be behind.
_NAMING = frozenset({
    "purpose", "purpose-not-covering", "archive-purpose", "record-kind", "undeclared-item", "channel", "partner",
    "subject-kind", "no-recipient", "event", "no-secret",
})  # fmt: skip
_LISTED = 12


class _Name(NamedTuple):
    """A name that was given, the argument that it stands in, and what it could be."""

    field: str
    given: str
    known: Sequence[str]


def explained(error: JikimError, policy: Policy, verb: str, given: Mapping[str, Any], at: str = "") -> JikimError:
    """The same error, with the argument that is wrong and the way on, where a name in it is unknown. `at`: where the
    arguments stand."""
    if not isinstance(error, DeniedError) or error.why not in _NAMING:
        return error
    wrong = next((one for one in _names(policy, verb, given) if one.given not in one.known), None)
    if wrong is None:
        return error
    meant = nearest(wrong.given, wrong.known) or ""
    listed = ", ".join(f"`{name}`" for name in wrong.known[:_LISTED]) + (", …" if len(wrong.known) > _LISTED else "")
    field = at + wrong.field
    if meant:
        return error.helped(en=f"did you mean `{meant}`?", ko=f"혹시 `{meant}`인가요?", field=field, meant=meant)
    if not wrong.known:
        return error.helped(field=field)
    return error.helped(en=f"`{field}` is one of {listed}", ko=f"`{field}`에 쓸 수 있는 이름: {listed}", field=field)


def explained_each(answers: Sequence[Any], policy: Policy, verb: str, asked: Sequence[Read | Offer], at: str) -> None:
    """The same for each of many outcomes."""
    for n, (one, answer) in enumerate(zip(asked, answers, strict=True)):
        if isinstance(answer, JikimError):
            explained(answer, policy, verb, one._asdict(), f"{at}[{n}].")


def _names(policy: Policy, verb: str, given: Mapping[str, Any]) -> Iterator[_Name]:
    """Every name of the policy that a call holds."""
    file, kind = policy.file, given.get("kind")
    place, ref = "kind", given.get("ref") or given.get("correction")
    if isinstance(ref, Ref | Correction):
        kind, place = (ref.ref.kind, "correction.ref.kind") if isinstance(ref, Correction) else (ref.kind, "ref.kind")
    if isinstance(kind, str):
        yield _Name(place, kind, list(file.records))
    rules = policy.records.get(kind) if isinstance(kind, str) else None
    consents = [*policy.purpose_consents, *policy.recipient_consents]
    receivers = [*(() if verb == "entrust" else file.recipients), *(() if verb == "provide" else file.processors)]
    for field, known in {
        "purpose": list(file.archive.purposes if verb in ("consult", "ask_look") else file.purposes),
        "purposes": list(file.purposes),
        "channel": list(file.channels),
        "partner": list(file.partners),
        "counterparty": list(file.recipients),
        "to": receivers,
        "subject": list(policy.people),
        "name": [] if rules is None else list(rules.events),
        "item": [name for name, one in file.items.items() if rules is not None or one.finds],
        **dict.fromkeys(("consents", "give", "withdraw"), consents),
        **dict.fromkeys(("items", "values"), [] if rules is None else [*dict.fromkeys(map(_short, rules.names))]),
    }.items():
        said = given.get(field)
        for one in [said] if isinstance(said, str) else said if isinstance(said, Mapping | list | tuple) else ():
            if isinstance(one, str) and one and (known or field != "item"):
                short = one if field not in ("items", "values") or rules is None else one.removeprefix(f"{rules.name}.")
                yield _Name(field, short, known)


def _short(name: str) -> str:
    return name.rpartition(".")[2]
