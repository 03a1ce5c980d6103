"""may: one question by names, answered yes or no by `decide`, with the chain of clauses that leads there.

The answer is `decide`'s own. Where it hangs on something that the question left out (a consent), it is not answered but
asked back. Pure: `now` is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from jikim.policy.ask import EVERY_PURPOSE, Actor, Ask, Facts
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, decide
from jikim.policy.may.chain import approval, chain, last
from jikim.policy.may.fate import SOMEBODY, resolved, state_of
from jikim.policy.may.question import Answer, Question, UnknownNameError
from jikim.policy.model import Language
from jikim.policy.model.where import ReasonKind
from jikim.policy.nearest import nearest
from jikim.policy.numbers import Space
from jikim.policy.states import Verb

_TARGETS: Mapping[Verb, Space] = {Verb.PROVIDE: "recipient", Verb.ENTRUST: "processor", Verb.COLLECT: "partner"}
_GRANTED = ("handler", "officer", "application", "system")
# What happens to a verb's answer on a person's consents, and to no other.
_ON_CONSENT = (Verb.USE, Verb.PROVIDE, Verb.ENTRUST, Verb.COLLECT, Verb.CORRECT)


def may(policy: Policy, question: Question, now: datetime) -> Answer:
    """Answers one question as of `now`. Raises UnknownNameError for a name that the policy does not declare."""
    ask, facts = asked(policy, question, now)
    bare = decide(policy, ask, None, now)
    if isinstance(bare, Allowed) and question.consents is None and bare.needs and question.verb in _ON_CONSENT:
        first = decide(policy, ask, facts, now)
        with_all = decide(policy, ask, facts._replace(consents=EVERY_PURPOSE), now)
        if isinstance(first, Denied) and isinstance(with_all, Allowed):
            # It hangs on the consents alone, and the question says nothing of them.
            steps = tuple(chain(policy, question, now, facts))
            return Answer(question, None, steps, _asks(policy, bare), facts, ask)
        decision = first
    else:
        decision = decide(policy, ask, facts, now)
    hint: Mapping[Language, str] | None = None
    if isinstance(decision, Denied):
        hint = {"ko": decision.hint("ko"), "en": decision.hint("en")}
    second = approval(policy, question) if isinstance(decision, Allowed) else None
    steps = (*chain(policy, question, now, facts), *([second] if second else []), last(policy, question, decision))
    return Answer(question, decision, steps, (), facts, ask, hint, second is not None)


def asked(policy: Policy, question: Question, now: datetime) -> tuple[Ask, Facts]:
    """The question and what is known, as `decide` takes them."""
    question = resolved(policy, question)
    purpose_space: Space = "archive" if question.verb is Verb.CONSULT else "purpose"
    purpose = _number(policy, purpose_space, question.purpose) if question.purpose else 0
    if question.granted is not None:
        granted = [
            _number(policy, "purpose", one)
            for one in question.granted
            if policy.number("purpose", one) is not None or policy.number("archive", one) is None
        ]
    else:
        # People hold no grant over their own data, nor does a partner or who is nobody: what they may is theirs by
        # other rules.
        granted = [purpose] if question.actor in _GRANTED else []
    # A handler who collects, shows or corrects acts by any grant; who uses or hands on, by one for the purpose.
    by_purpose = question.verb in (Verb.USE, Verb.PROVIDE, Verb.ENTRUST)
    mask = mask_of(granted) if by_purpose or question.granted is not None else EVERY_PURPOSE
    target = _TARGETS.get(question.verb)
    kind = _number(policy, "record", question.record) if question.record else 0
    own = question.own or question.actor in ("member", "guardian")
    kept = [purpose] if question.granted is None else [policy.number("archive", one) or 0 for one in question.granted]
    keeping = mask_of(kept) if question.verb is Verb.CONSULT and question.actor in _GRANTED else 0
    actor = Actor(question.actor, str(SOMEBODY) if own else question.actor, mask, keeping=keeping)
    if question.actor == "partner":
        actor = actor._replace(id=question.to)
    ask = Ask(
        question.verb,
        kind,
        mask_of(_number(policy, "item", ref) for ref in question.items),
        actor,
        purpose,
        _number(policy, "channel", question.channel) if question.channel else 0,
        _number(policy, target, question.to) if target and question.to else 0,
        _number(policy, "people", question.subject) if question.subject else 0,
        "asked" if question.reason else "",
        question.old_enough,
        "asked" if question.statute else "",
        "asked" if question.document else "",
        "asked" if question.authority else "",
        "asked" if question.approved else "",
        SOMEBODY if own else None,
        reason_kind=_reason_kind(policy, question),
    )
    facts = Facts(
        consents=mask_of(_consents(policy, question.consents or ())),
        subject_left=question.left,
        state=state_of(policy, question, now),
        frozen=question.frozen,
        held=question.held,
    )
    return ask, facts


def _reason_kind(policy: Policy, question: Question) -> str:
    """The kind of a reason that is named without its kind: one of those that the purpose of keeping lists; by a
    statute, where one is named."""
    purpose = policy.file.archive.purposes.get(question.purpose or "") if question.verb is Verb.CONSULT else None
    listed = () if purpose is None or not question.reason else purpose.kinds
    demand = [one for one in listed if (one is ReasonKind.DEMAND_BY_LAW) == bool(question.statute)]
    return next(iter([*demand, *listed]), "")


def _number(policy: Policy, space: Space, name: str) -> int:
    found = policy.number(space, name)
    if found is None:
        known = sorted(policy.declared[space])
        raise UnknownNameError(_KINDS[space], name, nearest(name, known, labels_of(policy, space)), known)
    return found


_KINDS: Mapping[Space, str] = {
    "item": "item",
    "record": "record",
    "purpose": "purpose",
    "archive": "purpose of the archive",
    "recipient": "recipient",
    "processor": "processor",
    "partner": "partner",
    "channel": "channel",
    "consent": "consent",
    "people": "kind of people",
}


def labels_of(policy: Policy, space: Space) -> dict[str, list[str]]:
    """The labels of the things of one kind, by their names."""
    file = policy.file
    parts: Mapping[str, Mapping[str, object]] = {
        "item": {
            **file.items,
            **{
                f"{kind}.{name}": part
                for kind, record in file.records.items()
                for name, part in record.items.contents.items()
            },
        },
        "record": file.records,
        "purpose": file.purposes,
        "archive": file.archive.purposes,
        "recipient": file.recipients,
        "processor": file.processors,
        "partner": file.partners,
        "channel": file.channels,
    }
    return {name: list(part.label.values()) for name, part in parts.get(space, {}).items()}  # type: ignore[attr-defined]


def _consents(policy: Policy, names: Iterable[str]) -> Iterator[int]:
    known = {**policy.purpose_consents, **policy.recipient_consents}
    for name in names:
        if name not in known:
            raise UnknownNameError("consent", name, nearest(name, known), known)
        yield known[name]


def _asks(policy: Policy, answer: Allowed) -> tuple[Mapping[Language, str], ...]:
    names = {number: name for name, number in (*policy.purpose_consents.items(), *policy.recipient_consents.items())}
    wanted = [" / ".join(f"`{names.get(number, number)}`" for number in group) for group in answer.needs]
    return tuple(
        {"ko": f"{one}에 동의했는지 밝혀 주세요", "en": f"say whether this person consented to {one}"} for one in wanted
    )
