"""Section 5: how long. What has met its purpose goes or rests, and what rests goes on its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from jikim.policy import statutes
from jikim.policy.render.voice import Voice
from jikim.prove.mechanism import (
    LANGUAGES,
    Asked,
    Finding,
    Mechanism,
    all_of,
    broken,
    kept,
    late,
    none_of,
    ready,
    refusals,
    some,
    unproven,
)

OFTEN = timedelta(days=2)  # a sweep runs each day; one that is a day late is told


def swept(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.swept is None:
        if seen.began is not None and seen.today - seen.began > OFTEN and seen.lives:
            return broken("파기 작업이 한 번도 돌지 않았습니다.", "No sweep has ever run.")
        return unproven("아직 한 번도 파기 작업이 돌지 않았습니다.", "No sweep has run yet.")
    if seen.at - seen.swept > OFTEN:
        return broken(
            *asked.dated(
                "마지막 파기 작업은 {0}입니다. 이틀 넘게 돌지 않았습니다.",
                "The last sweep was on {0}: more than two days ago.",
                seen.swept,
            )
        )
    ran = ready(*asked.dated("마지막 파기 작업 {0}.", "Last sweep on {0}.", seen.swept))
    done = some(
        sum(seen.destroyed.values()) + sum(seen.rests.values()),
        "지금까지 파기했거나 분리 보관 중인 기록이 {n}건입니다.",
        "Destroyed so far, or in the archive: {n}.",
        "목적을 다한 기록이 아직 없습니다.",
        "No record has met its purpose yet.",
    )
    return all_of(ran, done)


def ended(asked: Asked) -> Finding:
    """What is over has gone; and no record is open for much longer than its purpose should last."""
    return all_of(_gone(asked), *_too_long(asked, asked.names))


def _too_long(asked: Asked, kinds: Iterable[str]) -> list[Finding]:
    """Records of these kinds that nobody ends: their purpose is met by no event, and their period does not begin."""
    seen = asked.evidence
    for counts, judge, ko, en in (
        (
            seen.open_broken,
            broken,
            "목적이 끝났어야 할 날과 유예 기간까지 지났는데 아무도 끝내지 않은 기록이 {n}건 있습니다",
            "Open although their purpose should have ended, and the grace is over: {n}",
        ),
        (
            seen.open_late,
            late,
            "목적이 끝났어야 할 날이 지났는데 아직 열려 있는 기록이 {n}건 있습니다",
            "Open for longer than their purpose should last: {n}",
        ),
    ):
        named = {name: counts[name] for name in kinds if counts.get(name)}
        if named:
            told = [
                ", ".join(f"{Voice(asked.policy.file, language).record(name)} {n:,}" for name, n in named.items())
                for language in LANGUAGES
            ]
            n = f"{sum(named.values()):,}"
            return [judge(f"{ko.format(n=n)}({told[0]}).", f"{en.format(n=n)} ({told[1]}).")]
    return []


def _gone(asked: Asked) -> Finding:
    return none_of(
        sum(asked.evidence.late.get(name, 0) for name in asked.names),
        "목적을 다한 지 닷새가 넘었는데 운영 DB에 남아 있는 기록이 {n}건 있습니다.",
        "Records still alive five days after their purpose was met: {n}.",
        _over(
            asked,
            asked.names,
            "목적을 다한 {n}건을 모두 옮기거나 파기했습니다.",
            "Each of {n} whose purpose was met is in the archive or destroyed.",
        ),
    )


def _over(asked: Asked, kinds: Iterable[str], ko: str, en: str) -> Finding:
    """What has met its purpose so far: it rests, or was destroyed."""
    seen = asked.evidence
    many = sum(seen.rests.get(kind, 0) + seen.destroyed.get(kind, 0) for kind in kinds)
    return some(many, ko, en, "목적을 다한 기록이 아직 없습니다.", "No record has met its purpose yet.")


def on_its_day(asked: Asked) -> Finding:
    seen = asked.evidence
    kinds = list(dict.fromkeys(name.partition(":")[0] for name in asked.names))
    found = none_of(
        sum(seen.overdue.get(kind, 0) for kind in kinds),
        "보관 기한이 지났는데 남아 있는 것이 {n}건 있습니다.",
        "Parts that still rest although their last day is over: {n}.",
        _over(
            asked,
            kinds,
            "분리 보관했거나 기한이 지나 파기한 것이 {n}건이고, 기한을 넘겨 남은 것은 없습니다.",
            "In the archive, or destroyed in time: {n}; none stays beyond its last day.",
        ),
    )
    # The daily run is the mechanism: where it ran and nothing was due yet, the promise is ready.
    runs = swept(asked).state in ("ready", "kept")
    return all_of(ready(found.ko, found.en) if found.idle and runs else found, *_too_long(asked, kinds))


def approved(asked: Asked, names: Iterable[str]) -> Finding:
    """Whether values are shown to nobody alone, where the policy says so, and whether each look had its approval."""
    wanted = [name for name in names if asked.policy.file.archive.purposes[name].second_person == "values"]
    seen = [look for name, look in asked.evidence.looks.items() if name in names]
    if not wanted and not seen:
        return ready(
            "값을 볼 때 다른 사람의 승인을 받도록 정하지 않았습니다.",
            "Another person's approval is not asked for before values are shown.",
        )
    return none_of(
        sum(look.alone for look in seen),
        "다른 사람의 승인 없이 값을 보여 준 열람이 {n}건 있습니다.",
        "Looks that showed values without another person's approval: {n}.",
        some(
            sum(look.approved for look in seen),
            "다른 사람이 승인해야 값을 볼 수 있고, 그렇게 본 {n}건은 모두 승인을 받았습니다.",
            "Values are shown only once another person has approved it; looks so far, each approved: {n}.",
            "다른 사람이 승인해야 값을 볼 수 있습니다. 아직 아무도 보지 않았습니다.",
            "Values are shown only once another person has approved it; nobody has looked yet.",
        ),
    )


def kept_alone(asked: Asked) -> Finding:
    purposes = asked.policy.file.archive.purposes
    # A clause about keeping names no purpose: it is about each.
    names = [name for name in asked.names if name in purposes] or list(purposes)
    return all_of(
        refusals(asked, *(f"archive:{name}" for name in names)),
        approved(asked, names),
        some(
            sum(asked.evidence.rests.values()),
            "분리 보관 중인 기록이 {n}건 있습니다.",
            "In the archive now: {n}.",
            "분리 보관 중인 기록이 아직 없습니다.",
            "Nothing is in the archive yet.",
        ),
    )


def cited(asked: Asked) -> Finding:
    file = asked.policy.file
    rules = [(name, rule.because) for name, record in file.records.items() for rule in record.keep]
    unknown = [
        f"{name}: {because}"
        for name, because in rules
        if because not in ("own-promise", *file.laws) and statutes.get(because) is None
    ]
    if unknown:
        return broken(
            f"어느 법에 따른 것인지 알 수 없는 보관이 있습니다: {', '.join(unknown)}.",
            f"Some keeping cites no known statute: {', '.join(unknown)}.",
        )
    return kept(
        f"보관 규칙 {len(rules)}개가 모두 알려진 법령이나 회사의 약속을 근거로 밝힙니다.",
        f"Each of {len(rules)} rules that keep something cites a known statute or a promise of our own.",
    )


def unpromised(_asked: Asked) -> Finding:
    return unproven("알려 드리는 말이며, 잴 것이 없습니다.", "It informs, and promises nothing that could be measured.")


MECHANISMS = (
    Mechanism(
        "clauses.destroyed-when-met",
        "날마다 목적을 다한 것을 찾아 옮기거나 파기합니다.",
        "Each day, records whose purpose has ended are found and archived or destroyed.",
        swept,
        "/office/calendar",
    ),
    Mechanism(
        "clauses.ended",
        "날마다 목적을 다한 것을 찾아 옮기거나 파기합니다.",
        "Each day, records whose purpose has ended are found and archived or destroyed.",
        swept,
        "/office/calendar",
    ),
    Mechanism(
        "records",
        "목적을 다한 기록은 지체 없이 옮기거나 파기하며, 예상 기간이 지나도록 열려 있는 기록을 찾아냅니다.",
        "A record whose purpose has ended is archived or destroyed without delay; one open for longer than expected is found.",
        ended,
        "/office/records",
    ),
    Mechanism(
        "keep",
        "정한 기간만 보관하고, 마지막 날이 지나면 파기합니다.",
        "It is kept only for its period and destroyed after the last day.",
        on_its_day,
        "/office/calendar",
    ),
    Mechanism(
        "archive.purposes",
        "보관 중인 기록은 보관 목적으로만, 사유를 적어야 열립니다.",
        "Archived records open only for the purpose for which they are kept, each time with a reason.",
        kept_alone,
        "/office/ledger",
    ),
    Mechanism(
        "clauses.kept-alone",
        "보관 중인 기록은 보관 목적으로만 열립니다.",
        "Archived records open only for the purpose for which they are kept.",
        kept_alone,
        "/office/ledger",
    ),
    Mechanism(
        "clauses.kept-for-keeping-alone",
        "보관 중인 기록은 보관 목적으로만 열립니다.",
        "Archived records open only for the purpose for which they are kept.",
        kept_alone,
        "/office/ledger",
    ),
    Mechanism(
        "statements.other-statutes",
        "보관 규칙마다 근거 법령을 밝힙니다.",
        "Each rule that keeps something cites its statute.",
        cited,
        "/office/policy",
    ),
    Mechanism("statements", "알려 드리는 말입니다.", "This is said for your information.", unpromised),
)
