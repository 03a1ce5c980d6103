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
    counted,
    kept,
    late,
    none_of,
    ready,
    refusals,
    some,
    unproven,
)

ENDED = ("record:retire", "record:destroy")
OFTEN = timedelta(days=2)  # a sweep runs each day; one that is a day late is told


def swept(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.swept is None:
        if seen.began is not None and seen.today - seen.began > OFTEN and seen.lives:
            return broken("파기 작업이 한 번도 실행되지 않았습니다.", "No sweep has ever run.")
        return unproven("파기 작업이 아직 실행되지 않았습니다.", "No sweep has run yet.")
    if seen.at - seen.swept > OFTEN:
        return broken(
            *asked.dated(
                "마지막 파기 작업은 {0}입니다. 이틀 넘게 실행되지 않았습니다.",
                "The last sweep was on {0}: more than two days ago.",
                seen.swept,
            )
        )
    ran = ready(*asked.dated("마지막 파기 작업 {0}.", "Last sweep on {0}.", seen.swept))
    done = some(asked, "swept", asked.happened(*ENDED))
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
            "예상 기간과 유예 기간이 지났으나 종료되지 않은 기록이 {n}건 있습니다",
            "Open although their purpose should have ended, and the grace is over: {n}",
        ),
        (
            seen.open_late,
            late,
            "예상 기간이 지났으나 아직 진행 중인 기록이 {n}건 있습니다",
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
        "gone",
        sum(asked.evidence.late.get(name, 0) for name in asked.names),
        _over(
            asked,
            asked.names,
            "이용이 종료된 기록은 {n}건이며, 모두 분리 보관하거나 파기했습니다.",
            "Records that have ended so far: {n}; all were archived or destroyed.",
        ),
    )


def _over(asked: Asked, kinds: Iterable[str], ko: str, en: str) -> Finding:
    """What has met its purpose so far: it was archived, or destroyed."""
    return counted(
        asked,
        asked.happened(*ENDED, kind=set(kinds)),
        ko,
        en,
        "이용이 종료된 기록이 아직 없습니다.",
        "No record has ended yet.",
    )


def on_its_day(asked: Asked) -> Finding:
    seen = asked.evidence
    kinds = list(dict.fromkeys(name.partition(":")[0] for name in asked.names))
    found = none_of(
        "on_its_day",
        sum(seen.overdue.get(kind, 0) for kind in kinds),
        _over(
            asked,
            kinds,
            "이용이 종료되어 분리 보관하거나 파기한 기록은 {n}건이며, 기한을 넘겨 보관한 것은 없습니다.",
            "Records that have ended, archived or destroyed: {n}; none is kept past its last day.",
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
            "값을 열람할 때 다른 사람의 승인을 받도록 정하지 않았습니다.",
            "Values can be viewed without another person’s approval.",
        )
    return none_of(
        "approved", sum(look.alone for look in seen), some(asked, "approved", sum(look.approved for look in seen))
    )


def kept_alone(asked: Asked) -> Finding:
    purposes = asked.policy.file.archive.purposes
    # A clause about keeping names no purpose: it is about each.
    names = [name for name in asked.names if name in purposes] or list(purposes)
    return all_of(
        refusals(asked, *(f"archive:{name}" for name in names)),
        approved(asked, names),
        some(asked, "resting", asked.happened("record:archive")),
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
            f"근거 법령을 알 수 없는 보관 규칙이 있습니다: {', '.join(unknown)}.",
            f"Some retention rules cite no known statute: {', '.join(unknown)}.",
        )
    return kept(
        f"보관 규칙 {len(rules)}개 모두 근거 법령이나 회사의 내부 방침이 명시되어 있습니다.",
        f"All {len(rules)} retention rules cite a known statute or our own policy.",
    )


def unpromised(_asked: Asked) -> Finding:
    return unproven("안내 문구이므로 점검할 내용이 없습니다.", "This is information; there is nothing to measure.")


MECHANISMS = (
    Mechanism("clauses.destroyed-when-met", swept, "/office/calendar", also=("clauses.ended",)),
    Mechanism("records", ended, "/office/records"),
    Mechanism("keep", on_its_day, "/office/calendar"),
    Mechanism("archive.purposes", kept_alone, "/office/ledger"),
    Mechanism("clauses.kept-alone", kept_alone, "/office/ledger", also=("clauses.kept-for-keeping-alone",)),
    Mechanism("statements.other-statutes", cited, "/office/policy"),
    Mechanism("statements", unpromised),
)
