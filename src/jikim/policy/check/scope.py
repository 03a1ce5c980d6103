"""What every rule looks at: the policy, the day, and the few relations between its parts that many rules need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeGuard

from pydantic import BaseModel

from jikim.policy import statutes
from jikim.policy.finding import Finding, Law, Path, Severity
from jikim.policy.model import BUILT_IN_EVENTS, Basis, Channel, ItemType, Language, Matter, PolicyFile, Promise, Record
from jikim.policy.nearest import nearest
from jikim.policy.parse import Parsed
from jikim.tables import table

Both = tuple[str, str]

# What arises while somebody uses the service.
TRACES = frozenset({ItemType.ACCESS_LOG, ItemType.IP_ADDRESS, ItemType.COOKIE_ID})

_AS_KNOWN = 12
_WORDS = table(__package__, "findings")


class Scope:
    """A parsed policy on a day. `refs` are all references to items: `email`, and `order.lines` for contents; `found`
    are the findings of the rules before."""

    def __init__(self, parsed: Parsed, policy: PolicyFile, at: date, severities: Mapping[str, Severity]) -> None:
        self.parsed = parsed
        self.policy = policy
        self.at = at
        self._severities = severities
        self.found: tuple[Finding, ...] = ()
        self.contents = {f"{name}.{part}" for name, record in policy.records.items() for part in record.items.contents}
        self.refs = set(policy.items) | self.contents
        self.sensitive_contents = policy.guarded - policy.items.keys()

    # ---- findings

    def find(
        self, code: str, path: Path, *, statute: str | None = None, severity: Severity | None = None, **said: Any
    ) -> Finding:
        """A finding at a part of the file, in the words of its code (`findings.json`); its severity is the code's, where
        none is given. `said`: what the words name, a pair where that differs by the language."""
        row = _WORDS[code]
        ko, en = ({name: one[n] if type(one) is tuple else one for name, one in said.items()} for n in (0, 1))
        hint = row["do_ko"].format(**ko), row["do_en"].format(**en)
        return self.tell(code, path, row["ko"].format(**ko), row["en"].format(**en), hint, statute, severity)

    def tell(
        self,
        code: str,
        path: Path,
        ko: str,
        en: str,
        hint: Both | None = None,
        statute: str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """One whose words hang on more than what they name."""
        position = self.parsed.at(path)
        return Finding(
            code=code,
            severity=severity or self._severities[code],
            path=path,
            position=position,
            source=self.parsed.source(position),
            text={"ko": ko, "en": en},
            hint=None if hint is None else {"ko": hint[0], "en": hint[1]},
            law=None if statute is None else _law(statute),
            clause=_clause(self.policy, path),
        )

    # ---- records and what they hold

    def records(self) -> Iterator[tuple[Path, str, Record]]:
        """Each record kind with its path and name."""
        for name, record in self.policy.records.items():
            yield ("records", name), name, record

    def full(self, record: str, ref: str) -> str:
        """A reference made inside a record kind, in full: `lines` is `order.lines` there."""
        kind = self.policy.records.get(record)
        return f"{record}.{ref}" if kind is not None and ref in kind.items.contents else ref

    def held(self, record: str) -> set[str]:
        """All that a record kind holds, in full; nothing for a kind that does not exist."""
        kind = self.policy.records.get(record)
        if kind is None:
            return set()
        contents = {f"{record}.{part}" for part in kind.items.contents}
        return {*kind.items.names, *contents}

    def held_by(self, records: Iterable[str]) -> set[str]:
        """All that any of these record kinds holds."""
        return {ref for record in records for ref in self.held(record)}

    def parts(self, name: str, record: Record) -> Iterator[tuple[Path, str, bool]]:
        """What a record kind holds, each with its path, its reference in full, and whether it is required."""
        for where, refs, needed in (
            ("required", record.items.required, True),
            ("optional", record.items.optional, False),
        ):
            for index, ref in enumerate(refs):
                yield ("records", name, "items", where, index), ref, needed
        for key, case in record.items.cases.items():
            for index, ref in enumerate(case.items):
                yield ("records", name, "items", "cases", key, "items", index), ref, case.always
        for part in record.items.contents:
            yield ("records", name, "items", "contents", part), f"{name}.{part}", False

    def brings(self, record: str, channel: Channel) -> set[str]:
        """What a channel may bring of a record kind, in full."""
        return {self.full(record, ref) for ref in channel.items} & self.held(record)

    def events(self, record: Record) -> list[str]:
        """The events that may happen to a record of this kind."""
        return [*BUILT_IN_EVENTS, *record.events, *record.ends.on]

    # ---- purposes

    def readers(self, record: Record, ref: str) -> list[str]:
        """The record's purposes that may read this of it."""
        return [name for name in record.for_ if ref in self.reads([name])]

    def reads(self, purposes: Iterable[str]) -> set[str]:
        """All that any of these purposes may read."""
        return {ref for name in purposes if name in self.policy.purposes for ref in self.policy.purposes[name].items}

    def by_consent(self, purpose: str) -> bool:
        """Whether a purpose waits for a consent that may be refused."""
        found = self.policy.purposes.get(purpose)
        return found is not None and found.basis is Basis.CONSENT

    def types(self, refs: Iterable[str]) -> set[ItemType]:
        """The types of the items among these references; of contents those that are sensitive have one."""
        listed = list(refs)
        found = {self.policy.items[ref].type for ref in listed if ref in self.policy.items}
        return found | ({ItemType.SENSITIVE} if self.sensitive_contents.intersection(listed) else set())

    # ---- law

    def under(self, statute: str) -> bool:
        """Whether the policy is made under a statute or one of the same family (`kr` for any Korean one)."""
        return any(name == statute or name.startswith(f"{statute}.") for name in self.policy.service.under)

    def law(self, topic: str) -> str | None:
        """The row of the catalogue that stands behind a topic on the day of the check, of the acts that the policy is
        under, the first first; None where none of them asks for it on that day."""
        row = statutes.asking(topic, self.policy.service.under, self.at)
        return None if row is None else row.id

    def by_law(self, found: Finding, topic: str) -> Finding:
        """A finding with the statute that stands behind its rule, where it names none of its own."""
        statute = self.law(topic) if topic and found.law is None else None
        return found if statute is None else replace(found, law=_law(statute))

    def section(self, name: str) -> str | None:
        """The guideline's section of this name, where the policy is under the PIPA and the guideline is in force."""
        row = statutes.get(f"kr.guideline.{name}")
        return row.id if row is not None and self.under("kr.pipa") and row.in_force(self.at) else None

    @property
    def korean(self) -> bool:
        """Whether Korean law judges the policy."""
        return self.policy.korean

    @property
    def european(self) -> bool:
        """Whether the GDPR judges the policy, the Union's or the United Kingdom's: it says that it is made under it, and it
        is law on the day."""
        return self.by_union or self.by_kingdom

    @property
    def by_union(self) -> bool:
        """Whether the Union's GDPR does."""
        return self._judged_by("eu.gdpr")

    @property
    def by_kingdom(self) -> bool:
        """Whether the United Kingdom's GDPR does."""
        return self._judged_by("uk.gdpr")

    def _judged_by(self, act: str) -> bool:
        row = statutes.get(act)
        return self.under(act) and row is not None and row.in_force(self.at)

    def gdpr(self, article: str) -> str:
        """The row of an article in whichever GDPR judges the policy, the Union's first."""
        return f"{'eu' if self.by_union or not self.by_kingdom else 'uk'}.gdpr.{article}"

    def mentions(self, *matters: Matter) -> bool:
        """Whether a statement of the file is about one of these matters."""
        return any(said.about in matters for said in self.policy.statements.values())

    def guarded(self) -> bool:
        """Whether the policy holds unique identifiers or sensitive data, from which stricter duties follow."""
        return bool(self.policy.guarded)


def _clause(policy: PolicyFile, path: Path) -> str | None:
    """The number of the promise that a part states: its own, or that of the nearest part around it."""
    value: Any = policy
    found: str | None = None
    for step in path:
        if isinstance(value, BaseModel):
            own = getattr(value, f"clause_{step}", None)
            names = (name for name, info in type(value).model_fields.items() if step in (name, info.alias))
            value = getattr(value, next(names, ""), None)
        elif isinstance(value, Mapping):
            own, value = None, value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            own, value = None, value[step]
        else:
            break
        found = own or getattr(value, "clause", None) or found
    return found


def _law(id: str) -> Law | None:
    row = statutes.get(id)
    if row is None:
        return None
    return Law(
        id=row.id,
        act=row.act,
        article=row.article,
        name={language: row.name(language) for language in ("ko", "en")},
        verified=row.verified,
        known={language: row.sure.words(language) for language in ("ko", "en")},
    )


def near(name: str, known: Iterable[str]) -> Both:
    """A hint that names what may have been meant, and what there is."""
    names = list(known)
    labels = {each: part.label.values() for each, part in known.items()} if _labelled(known) else None
    found = nearest(name, names, labels)
    shown = listed(sorted(names)[:_AS_KNOWN]) + (" …" if len(names) > _AS_KNOWN else "")
    if not names:
        return "선언된 것이 없습니다", "none is declared"
    return (
        (f"혹시 `{found}`? " if found else "") + f"선언된 것: {shown}",
        (f"did you mean `{found}`? " if found else "") + f"declared: {shown}",
    )


def _labelled(known: Iterable[str]) -> TypeGuard[Mapping[str, Promise]]:
    return isinstance(known, Mapping) and all(isinstance(part, Promise) for part in known.values())


def both(said: Callable[[Language], str]) -> Both:
    """What is said in either language."""
    return said("ko"), said("en")


def listed(names: Iterable[str]) -> str:
    """`a`, `b`."""
    return ", ".join(f"`{name}`" for name in names)
