"""Rules about retention rules: what they keep, from when, and whether the statute cited asks for that, for so long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import TRACES, Scope, both, listed, near
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.model import Keep, Record, RecordClass
from jikim.policy.model.where import ReasonKind
from jikim.policy.period import Period
from jikim.policy.statutes import Statute

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

OWN_PROMISE = "own-promise"


def rules_of(scope: Scope) -> Iterator[tuple[Path, str, Record, Keep]]:
    """Each retention rule with its path, its record's name and its record."""
    for path, name, record in scope.records():
        for index, keep in enumerate(record.keep):
            yield (*path, "keep", index), name, record, keep


def classes_of(scope: Scope, keep: Keep) -> tuple[RecordClass, ...]:
    """What a rule keeps, to the statutes: as it says itself; or, where it keeps nothing but traces of visits, that."""
    if keep.class_:
        return keep.class_
    items = [scope.policy.items[ref].type for ref in keep.items if ref in scope.policy.items]
    if items and len(items) == len(keep.items) and set(items) <= TRACES:
        return (RecordClass.VISIT_LOG,)
    return ()


def shorter(one: Period, other: Period) -> bool:
    """Whether a period may end before another. Months and years are compared as such; else by their mean length."""
    months = _months(one), _months(other)
    if months[0] is not None and months[1] is not None:
        return months[0] < months[1]
    return one.approximate_days() < other.approximate_days()


def longer(one: Period, other: Period) -> bool:
    """Whether a period ends after another, by the same measure; `366d` is not longer than `1y`."""
    months = _months(one), _months(other)
    if months[0] is not None and months[1] is not None:
        return months[0] > months[1]
    # Between days and months a day is let pass: 366 days are a leap year.
    mixed = (months[0] is None) != (months[1] is None)
    return one.approximate_days() > other.approximate_days() + (1 if mixed else 0)


def _months(period: Period) -> int | None:
    return {"y": 12 * period.count, "mo": period.count}.get(period.unit)


@rule(keep_item_outside_record=E, keep_without_items=E)
def kept_items(scope: Scope) -> Iterator[Finding]:
    """A retention rule keeps items of its own record, and one at least: what the keeping needs (PIPA §21③)."""
    for path, name, _, keep in rules_of(scope):
        if not keep.items:
            yield scope.find("keep-without-items", (*path, "items"))
        for index, ref in enumerate(keep.items):
            if scope.full(name, ref) not in scope.held(name):
                yield scope.tell(
                    "keep-item-outside-record",
                    (*path, "items", index),
                    f"`{ref}` 항목은 `{name}` 기록에 없습니다",
                    f"`{name}` does not hold `{ref}`",
                    near(ref, scope.held(name)),
                )


@rule(keep_for_nobody=E)
def kept_for(scope: Scope) -> Iterator[Finding]:
    """A retention rule that is for some subjects only is for subjects whose record it is."""
    for path, name, record, keep in rules_of(scope):
        for index, who in enumerate(keep.only):
            if who not in record.of:
                yield scope.tell(
                    "keep-for-nobody",
                    (*path, "only", index),
                    f"`{name}`: `{who}`의 기록이 아닙니다",
                    f"`{name}` is not a record of a `{who}`",
                    near(who, record.of),
                )


@rule(archive_purpose_unused=N)
def archive_purposes(scope: Scope) -> Iterator[Finding]:
    """The archive's purposes are those for which something rests in it."""
    used = {keep.purpose for _, _, _, keep in rules_of(scope)}
    for name in scope.policy.archive.purposes:
        if name not in used:
            yield scope.find("archive-purpose-unused", ("archive", "purposes", name), name=name)


@rule(archive_without_reasons=N, archive_reason_without_law=W)
def reasons(scope: Scope) -> Iterator[Finding]:
    """What rests is looked at for reasons of the kinds that its purpose lists (PIPA §21③); one by law only where the
    purpose answers to it."""
    for name, purpose in scope.policy.archive.purposes.items():
        where: Path = ("archive", "purposes", name)
        if not purpose.reasons:
            yield scope.tell(
                "archive-without-reasons",
                where,
                f"보관 목적 `{name}`: 볼 수 있는 사유가 적혀 있지 않아 다음 사유만 받습니다: {', '.join(purpose.kinds)}",
                f"the purpose of keeping `{name}` lists no kinds of reason: these alone open it: {', '.join(purpose.kinds)}",
                ("`reasons`를 더해 주세요: " + ", ".join(ReasonKind), "add `reasons`, of: " + ", ".join(ReasonKind)),
            )
        if ReasonKind.DEMAND_BY_LAW in purpose.reasons and not purpose.by_law:
            yield scope.find("archive-reason-without-law", (*where, "reasons"), name=name)


@rule(own_promise=W, law="destruction")
def own_promises(scope: Scope) -> Iterator[Finding]:
    """No statute stands behind a rule of the company's own; people must be told why, and may ask (PIPA §21①, §30①).

    A note where the rule gives its reason; a warning where it does not.
    """
    for path, name, _, keep in rules_of(scope):
        if keep.because == OWN_PROMISE:
            yield scope.tell(
                "own-promise",
                (*path, "because"),
                f"`{name}` 기록을 {keep.for_.words('ko')} 더 두는 것은 법이 아니라 회사 스스로의 약속입니다",
                f"no statute asks for keeping `{name}` another {keep.for_.words('en')}: the company's own promise",
                (
                    "사유가 적혀 있는지, 그만큼 필요한지 확인해 주세요",
                    "see that the reason is given, and that it is needed for that long",
                )
                if keep.note
                else ("사유를 `note`에 적어 주세요", "give the reason in `note`"),
                severity=N if keep.note else W,
            )


@rule(bound_without_law=E)
def bounds(scope: Scope) -> Iterator[Finding]:
    """What is said to be kept for as long as a law requires names that law (PIPA §21①, §30①)."""
    for path, name, _, keep in rules_of(scope):
        if keep.bound == "law" and keep.because == OWN_PROMISE:
            yield scope.find("bound-without-law", (*path, "bound"), name=name)


@rule(keep_without_class=N)
def unclassed(scope: Scope) -> Iterator[Finding]:
    """A rule that cites a statute says what its record is to it (`class`), so that the citation can be judged."""
    for path, _, _, keep in rules_of(scope):
        statute = statutes.get(keep.because)
        if statute is not None and not classes_of(scope, keep):
            choices = listed(sorted(statute.covers)) if statute.covers else listed(RecordClass)
            yield scope.find("keep-without-class", path, choices=choices, statute=statute.id)


@rule(citation_does_not_cover=W, citation_names_no_rule=W)
def citations(scope: Scope) -> Iterator[Finding]:
    """The statute that a rule cites asks for keeping such records.

    A row covers some classes of record; an act as a whole covers what its rows do, and then the row should be cited.
    Where it covers none, the statute that does is named with its period.
    """
    for path, _, _, keep in rules_of(scope):
        statute = statutes.get(keep.because)
        if statute is None:
            continue
        rows = (statute,) if statute.keeps else statutes.rows_of(statute.id)
        covered = frozenset[RecordClass]().union(*(row.covers for row in rows))
        outside = [kind for kind in classes_of(scope, keep) if kind not in covered]
        if outside:
            yield _does_not_cover(scope, path, statute, outside)
        elif not statute.keeps:
            names = listed(row.id for row in rows) if rows else "-"
            yield scope.find(
                "citation-names-no-rule", (*path, "because"), law=both(statute.name), names=names, statute=statute.id
            )


def _does_not_cover(scope: Scope, path: Path, statute: Statute, outside: Sequence[RecordClass]) -> Finding:
    others = [row for kind in outside for row in statutes.covering(kind, scope.at)]
    if others:
        hint = (
            "이런 기록에 관한 법: " + "; ".join(_asks(row, "ko") for row in others),
            "statutes on such records: " + "; ".join(_asks(row, "en") for row in others),
        )
    else:
        hint = (
            f"이런 기록을 두라는 법이 목록에 없습니다. 회사의 약속이면 `{OWN_PROMISE}`",
            f"the catalogue knows no statute on such records; if it is the company's own promise, `{OWN_PROMISE}`",
        )
    return scope.tell(
        "citation-does-not-cover",
        (*path, "because"),
        f"{statute.name('ko')}: {listed(outside)} 기록을 두라는 조항이 없습니다",
        f"{statute.name('en')} does not ask for keeping records of {listed(outside)}",
        hint,
        statute=others[0].id if others else statute.id,
    )


def _asks(row: Statute, language: str) -> str:
    period = row.period.words(language) if row.period is not None else "-"
    if language == "ko":
        bounds = f"{period} 이상" if row.minimum else f"{period} 이하"
        binds = f", {row.binds['ko']}에게" if row.binds else ""
        return f"`{row.id}`({row.name('ko')}, {bounds}{binds})"
    bounds = f"at least {period}" if row.minimum else f"at most {period}"
    binds = f", binds {row.binds['en']}" if row.binds else ""
    return f"`{row.id}` ({row.name('en')}, {bounds}{binds})"


@rule(kept_shorter_than_law=E, kept_longer_than_law=W, kept_longer_than_law_allows=E)
def periods(scope: Scope) -> Iterator[Finding]:
    """A period is no shorter than the statute's minimum and no longer than its maximum; above a minimum it is the
    company's own promise. Where the citation does not cover the record, its period says nothing."""
    for path, _, _, keep in rules_of(scope):
        statute = statutes.get(keep.because)
        if statute is None or not set(classes_of(scope, keep)) <= statute.covers:
            continue
        own = keep.for_.words("ko"), keep.for_.words("en")
        if statute.minimum is not None:
            law = statute.minimum.words("ko"), statute.minimum.words("en")
            if shorter(keep.for_, statute.minimum):
                yield scope.find(
                    "kept-shorter-than-law",
                    (*path, "for"),
                    own=own,
                    law=both(statute.name),
                    asked=law,
                    minimum=statute.minimum,
                    statute=statute.id,
                )
            elif longer(keep.for_, statute.minimum):
                yield scope.find(
                    "kept-longer-than-law",
                    (*path, "for"),
                    own=own,
                    law=both(statute.name),
                    asked=law,
                    minimum=statute.minimum,
                    own_promise=OWN_PROMISE,
                    statute=statute.id,
                )
        if statute.maximum is not None and longer(keep.for_, statute.maximum):
            law = statute.maximum.words("ko"), statute.maximum.words("en")
            yield scope.find(
                "kept-longer-than-law-allows",
                (*path, "for"),
                own=own,
                law=both(statute.name),
                asked=law,
                maximum=statute.maximum,
                statute=statute.id,
            )


@rule(clock_starts_elsewhere=N)
def clocks(scope: Scope) -> Iterator[Finding]:
    """A rule's clock starts with what starts the statute's, where the statute is known to say."""
    for path, _, _, keep in rules_of(scope):
        statute = statutes.get(keep.because)
        if statute is None or statute.clock is None or keep.from_ in statute.clock.events:
            continue
        yield scope.find(
            "clock-starts-elsewhere",
            (*path, "from"),
            begins=keep.from_,
            law=both(statute.name),
            text=(statute.clock.text["ko"], statute.clock.text["en"]),
            events=listed(statute.clock.events),
            statute=statute.id,
        )
