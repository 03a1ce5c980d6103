"""Rules about names: each name that the file uses must be one that it, or the catalogue, declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jikim.policy import statutes
from jikim.policy.check.handing import parties
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, near
from jikim.policy.compiled import LAST_USE
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.model import BUILT_IN_EVENTS, PolicyFile
from jikim.policy.render import terms

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
Uses = Iterable[tuple[Path, str, Iterable[str]]]  # where a name stands, the name, and what it may be


def _unknown(scope: Scope, code: str, uses: Uses, ko: str, en: str) -> Iterator[Finding]:
    """Each name that is none of those it may be; `ko` and `en` say so of it."""
    for path, name, known in uses:
        if name not in known:
            yield scope.tell(code, path, ko.format(name), en.format(name), near(name, known))


def _lists(policy: PolicyFile) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The lists of items that purposes have, and those whom data comes from or goes to."""
    for family in ("channels", "partners", "purposes", "recipients", "processors", "systems"):
        for name, one in getattr(policy, family).items():
            yield (family, name, "items"), one.items


@rule(unknown_item=E)
def unknown_items(scope: Scope) -> Iterator[Finding]:
    """A reference names a declared item, or a record kind's contents as `record.name`; a record, and an item itself, name
    items only."""
    policy = scope.policy
    uses: list[tuple[Path, str, Iterable[str]]] = [
        (path, ref, policy.items)
        for name, record in policy.records.items()
        for path, ref, _ in scope.parts(name, record)
        if path[3] != "contents"
    ]
    uses += [((*where, index), ref, scope.refs) for where, refs in _lists(policy) for index, ref in enumerate(refs)]
    uses += [
        (("items", name, "lookup_with", index), ref, policy.items)
        for name, item in policy.items.items()
        for index, ref in enumerate(item.lookup_with)
    ]
    yield from _unknown(scope, "unknown-item", uses, "`{}` 항목이 없습니다", "`{}` is not an item")


@rule(unknown_channel=E)
def unknown_channels(scope: Scope) -> Iterator[Finding]:
    """A record's `via` names declared channels, and a case of its items some of those."""
    for path, _, record in scope.records():
        uses: list[tuple[Path, str, Iterable[str]]] = [
            ((*path, "via", index), name, scope.policy.channels) for index, name in enumerate(record.via)
        ]
        for key, case in record.items.cases.items():
            own = (*path, "items", "cases", key)
            uses += [((*own, "via", index), name, record.via) for index, name in enumerate(case.via)]
        yield from _unknown(scope, "unknown-channel", uses, "`{}` 수집방법이 없습니다", "`{}` is not a channel")


@rule(unknown_purpose=E)
def unknown_purposes(scope: Scope) -> Iterator[Finding]:
    """Records, partners, recipients, processors, systems and cookie purposes name declared purposes."""
    policy = scope.policy
    uses: list[tuple[Path, str]] = []
    for path, _, record in scope.records():
        uses += [((*path, "for", index), name) for index, name in enumerate(record.for_)]
    for party in parties(scope):
        uses += [((*party.path, "purposes", index), name) for index, name in enumerate(party.purposes)]
    for key, system in policy.systems.items():
        uses += [(("systems", key, "purposes", index), name) for index, name in enumerate(system.purposes)]
    if policy.cookies is not None:
        for name, cookie in policy.cookies.purposes.items():
            if cookie.purpose is not None:
                uses.append((("cookies", "purposes", name, "purpose"), cookie.purpose))
    known = ((path, name, policy.purposes) for path, name in uses)
    yield from _unknown(scope, "unknown-purpose", known, "`{}` 목적이 없습니다", "`{}` is not a purpose")


@rule(unknown_record=E)
def unknown_records(scope: Scope) -> Iterator[Finding]:
    """Partners, recipients, processors and systems name declared record kinds."""
    records = scope.policy.records
    lists: list[tuple[Path, tuple[str, ...]]] = [(party.path, party.records) for party in parties(scope)]
    lists += [(("systems", name), one.records) for name, one in scope.policy.systems.items()]
    uses = (((*path, "records", index), name, records) for path, names in lists for index, name in enumerate(names))
    yield from _unknown(scope, "unknown-record", uses, "`{}` 기록이 없습니다", "`{}` is not a record kind")


@rule(unknown_archive_purpose=E)
def unknown_archive_purposes(scope: Scope) -> Iterator[Finding]:
    """A retention rule's purpose is one of the archive's: what rests is read for its keeping alone (PIPA §21③)."""
    purposes = scope.policy.archive.purposes
    uses = (
        ((*path, "keep", index, "purpose"), keep.purpose, purposes)
        for path, _, record in scope.records()
        for index, keep in enumerate(record.keep)
    )
    ko, en = "`{}` 보관 목적이 없습니다", "`{}` is not a purpose of the archive"
    yield from _unknown(scope, "unknown-archive-purpose", uses, ko, en)


@rule(unknown_event=E)
def unknown_events(scope: Scope) -> Iterator[Finding]:
    """A clock starts with an event of its record: one that it declares, that ends it, or that all records have."""
    for path, _, record in scope.records():
        every = scope.events(record)
        # What the house alone knows happens to every record: to wait for it would say nothing.
        own = [name for name in every if name not in BUILT_IN_EVENTS]
        uses: list[tuple[Path, str, list[str]]] = []
        if record.ends.after:
            uses.append(((*path, "ends", "from"), record.ends.from_, [*every, LAST_USE]))
        uses += [((*path, "ends", "unless", place), name, own) for place, name in enumerate(record.ends.unless)]
        for index, keep in enumerate(record.keep):
            uses.append(((*path, "keep", index, "from"), keep.from_, every))
            uses += [((*path, "keep", index, "once", place), name, own) for place, name in enumerate(keep.once)]
        ko, en = "이 기록에는 `{}` 사건이 없습니다", "`{}` is not an event of this record"
        yield from _unknown(scope, "unknown-event", uses, ko, en)


@rule(unknown_cookie_purpose=E)
def unknown_cookie_purposes(scope: Scope) -> Iterator[Finding]:
    """A cookie of the table serves one of the cookie purposes."""
    cookies = scope.policy.cookies
    if cookies is None:
        return
    uses = (
        (("cookies", "table", name, "purpose"), one.purpose, cookies.purposes) for name, one in cookies.table.items()
    )
    yield from _unknown(
        scope, "unknown-cookie-purpose", uses, "`{}` 쿠키 목적이 없습니다", "`{}` is not a cookie purpose"
    )


def cited(scope: Scope) -> Iterator[tuple[Path, str]]:
    """Every statute that the file cites, with the place of the citation, in the file's order of sections."""
    policy = scope.policy
    yield from ((("service", "under", index), name) for index, name in enumerate(policy.service.under))
    for name, purpose in policy.purposes.items():
        if purpose.law is not None:
            yield ("purposes", name, "law"), purpose.law
    for path, _, record in scope.records():
        for index, keep in enumerate(record.keep):
            if keep.because != "own-promise":
                yield (*path, "keep", index, "because"), keep.because
    for name, processor in policy.processors.items():
        yield from ((("processors", name, "own_duty", index), law) for index, law in enumerate(processor.own_duty))
    for name, duty in policy.duties.items():
        yield from ((("duties", name, "laws", index), law) for index, law in enumerate(duty.laws))
    for name, safeguard in policy.safeguards.items():
        if safeguard.law is not None:
            yield ("safeguards", name, "law"), safeguard.law


@rule(unknown_statute=E)
def unknown_statutes(scope: Scope) -> Iterator[Finding]:
    """A citation names a row of the statute catalogue, so that its period and its days can be checked."""
    for path, name in cited(scope):
        if statutes.get(name) is None and name not in scope.policy.laws:
            found = statutes.suggest(name)
            # Of the act that is meant its rows are shown, of one that is unknown the first of all.
            act = name.rpartition(".")[0]
            ids = [row.id for row in statutes.all() if row.id.startswith(f"{act}.")] if "." in act else []
            ids = ids or [row.id for row in statutes.all()]
            hint = near(found[0] if found else name, ids)
            if path[-1] == "because":
                hint = (
                    hint[0] + ". 법령이 없으면 `own-promise`",
                    hint[1] + "; `own-promise` where no statute stands behind it",
                )
            yield scope.tell(
                "unknown-statute",
                path,
                f"`{name}`: 목록에 없는 법령입니다",
                f"`{name}` is not in the statute catalogue",
                hint,
            )


@rule(unknown_body=E)
def unknown_bodies(scope: Scope) -> Iterator[Finding]:
    """A complaint body's `kind` is a row of the catalogue, whose numbers change over time."""
    kinds = statutes.body_kinds()
    uses = (
        (("bodies", name, "kind"), one.kind, kinds) for name, one in scope.policy.bodies.items() if one.kind is not None
    )
    ko, en = "`{}`: 목록에 없는 기관입니다", "`{}` is not a body that the catalogue knows"
    yield from _unknown(scope, "unknown-body", uses, ko, en)


@rule(name_without_label=W)
def unlabelled(scope: Scope) -> Iterator[Finding]:
    """Every name that people see has a label: groups of purposes, and events that end a record or that a rule counts
    from."""
    policy = scope.policy
    uses: list[tuple[Path, str]] = []
    for name, purpose in policy.purposes.items():
        if purpose.group not in terms.GROUPS:
            uses.append((("purposes", name, "group"), purpose.group))
    for path, _, record in scope.records():
        events = [((*path, "events", index), name) for index, name in enumerate(record.events)]
        events += [((*path, "ends", "on", name), name) for name, one in record.ends.on.items() if one.label is None]
        uses += [(where, name) for where, name in events if name not in terms.EVENTS and name not in BUILT_IN_EVENTS]
    covers = enumerate(policy.service.covers)
    uses += [(("service", "covers", index), who.value) for index, who in covers if who not in terms.WHO]
    said: set[str] = set(policy.labels)
    for where, name in uses:
        if name not in said:
            said.add(name)
            yield scope.find("name-without-label", where, name=name)


@rule(listed_twice=W)
def listed_twice(scope: Scope) -> Iterator[Finding]:
    """A list names each thing once; a record does not hold an item both as required and as optional, or in a case."""
    lists: list[tuple[Path, tuple[str, ...]]] = []
    for path, name, record in scope.records():
        lists += [((*path, "via"), record.via), ((*path, "for"), record.for_)]
        seen: dict[str, bool] = {}
        for where, ref, _ in scope.parts(name, record):
            # Two cases may name the same item; what one of them requires is neither always required nor optional.
            if ref in seen and not (seen[ref] and "cases" in where):
                yield _twice(scope, where, ref)
            seen[ref] = "cases" in where
    lists += _lists(scope.policy)
    for where, refs in lists:
        for index, ref in enumerate(refs):
            if ref in refs[:index]:
                yield _twice(scope, (*where, index), ref)


def _twice(scope: Scope, path: Path, ref: str) -> Finding:
    hint = ("하나를 지워 주세요", "delete one of the two")
    return scope.tell("listed-twice", path, f"`{ref}`: 두 번 나옵니다", f"`{ref}` is listed twice", hint)


@rule(name_taken=E)
def names_taken(scope: Scope) -> Iterator[Finding]:
    """A record's contents do not bear an item's name: a reference inside the record would mean either."""
    for path, name, record in scope.records():
        for part in record.items.contents:
            if part in scope.policy.items or f"{name}.{part}" in scope.policy.items:
                yield scope.find("name-taken", (*path, "items", "contents", part), part=part)
