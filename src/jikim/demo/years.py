"""Six years, day by day through every job. Orders settle, people leave, a hold is laid and released, and what rests is
destroyed on its day."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

from rich.console import Group
from rich.live import Live
from rich.padding import Padding
from rich.text import Text

from jikim.app.reminding import remind
from jikim.clock import machine_seconds
from jikim.demo import acts, cabinet, change, office_story, waiting
from jikim.demo.hands import everyone
from jikim.demo.leaving import refused
from jikim.demo.report import LIVES, BrokenError
from jikim.demo.stage import Someone, Stage
from jikim.handlers.register import accept_grant
from jikim.store.holding import Ref
from jikim.verbs.grant import last_day

END = date(2019, 2, 5)
_LEAVE = 0.3
_ORDER_AGAIN = 0.12
_LAST_DEED = 1500  # days after the start: whatever begins by then has its end in view
_LOOK = 7  # days between two looks at the databases


def years(stage: Stage) -> None:
    """Chapter: the clock runs to `END`. Raises BrokenError on the first day that differs from the account."""
    report = stage.report
    report.chapter("여섯 해를 하루씩", "Six years, day by day")
    report.line(
        "날마다 보내고, 옮기고, 파기하고, 원장에 적습니다. 날마다 시연이 따로 셈한 것과 맞추어 봅니다.",
        "Each day delivers, moves, destroys and writes the ledger; each day is compared with an account the demo keeps by itself.",
        style="dim",
    )
    _plan_people(stage)
    _plan_handler(stage)
    for year in range(2014, END.year + 1):
        stage.plan(date(year, 1, 15), lambda: _statistics(stage))
    _plan_hold(stage)
    # Three weeks before the first wave of five years ends: the calendar is full.
    stage.plan(date(2018, 1, 15), stage.see_office)
    stage.plan(date(2016, 7, 1), lambda: _contract_ends(stage))
    office_story.plan_years(stage, END)
    change.plan_change(stage)
    stage.plan(END - timedelta(days=3), lambda: waiting.paper_due(stage))
    stage.plan(END - timedelta(days=1), lambda: _remind(stage))
    quick, slow = _run(stage)
    _end(stage)
    cabinet.shredded(stage)
    office_story.kept_up(stage)
    _pace(stage, quick, slow)


# ---- what is planned


def _plan_people(stage: Stage) -> None:
    start = stage.today
    for someone in everyone(stage):
        days = stage.rng.randint(60, _LAST_DEED)
        if stage.rng.random() < _LEAVE and someone.doings.person.number >= 100:
            stage.plan(start + timedelta(days=days), lambda who=someone: stage.leave(who))  # type: ignore[misc]
        elif stage.rng.random() < _ORDER_AGAIN:
            stage.plan(start + timedelta(days=days), lambda who=someone: _again(stage, who))  # type: ignore[misc]


def _again(stage: Stage, someone: Someone) -> None:
    """A member orders again, and pays: years later, so that it still rests at the end."""
    person = someone.doings.person
    stage.add(someone, acts.order(person, stage.rng, "homepage"))
    stage.add(someone, acts.payment(person, stage.rng, 10_000 + person.number, without="epsilon"))


def _remind(stage: Stage) -> None:
    """Who is due to look at their data, or to change their password, is written to (8.1, 8.3). The letters of the years
    before are left out of the story."""
    done = remind(stage.jk)
    stage.report.check(
        "8.1",
        done["data"] > 0,
        f"해가 지난 {done['data']:,}명에게 내 정보를 확인해 달라는 메일을 썼습니다",
        f"an e-mail asks {done['data']:,} people whose year is over to look at their data",
    )
    stage.report.check(
        "8.3",
        done["password"] > 0,
        f"{done['password']:,}명에게 비밀번호를 바꿔 달라는 메일을 썼습니다",
        f"an e-mail reminds {done['password']:,} people of their password",
        quiet=True,
    )


def _plan_handler(stage: Stage) -> None:
    """A second handler, for half a year (10.6)."""
    jk, report = stage.jk, stage.report
    omar = stage.handlers["omar"]
    until = last_day(jk.house)
    jk.enter_handler("sora", name=office_story.NAMES["sora"], email="sora@example.com", actor=omar)
    office_story.pledge(stage, "sora")
    jk.do(accept_grant, jk.by(omar).grant("sora", ["support"]), actor=office_story.own("sora"))
    sora = jk.handler("sora", origin="192.0.2.12")
    member = stage.cast["gana"].ref("membership")

    def read(actor: object) -> str:
        return refused(lambda: jk.by(actor).use(member, purpose="support", items=["email"], reason="가상의 상담"))  # type: ignore[arg-type]

    works = read(sora) == ""

    def expired() -> None:
        stopped = read(sora) == read(jk.handler("sora")) == "10.6"
        omar = stage.handlers["omar"]
        number = jk.by(omar).grant("sora", ["support"])
        renewed = jk.handler("sora", origin="192.0.2.12")
        again = read(renewed) == ""
        revoked = jk.by(omar).revoke(number) and read(renewed) == "10.6"
        report.check(
            "10.6",
            works and stopped and again and revoked,
            "취급 권한은 반년이 지나자 멎었고, 갱신하자 이어졌고, 거두자 곧바로 멎었습니다",
            "a handler's grant stopped after half a year, went on when renewed, and stopped at once when revoked",
        )
        went = office_story.leaves(stage, "sora")
        report.check(
            "10.8",
            went and read(jk.handler("sora")) == "10.6",
            "떠난 상담원의 권한은 그 자리에서 끝났고, 인수인계가 기록되었습니다",
            "a handler left: what she held ended at once, and her handover is recorded",
        )

    stage.plan(until + timedelta(days=1), expired)


def _statistics(stage: Stage) -> None:
    """Counts of members who agreed to statistics: groups smaller than five do not come out (2.3, 3.5)."""
    groups = stage.jk.by(stage.handlers["omar"]).statistics("membership", purpose=acts.STATISTICS)
    again = stage.jk.by(stage.handlers["omar"]).statistics("membership", purpose=acts.STATISTICS)
    sound = all(
        group.people >= 5 and group.people % 5 == 0 and group.month < stage.today.replace(day=1) for group in groups
    )
    for clause in ("2.3", "3.5"):
        stage.report.check(
            clause,
            sound and again == groups,
            f"{stage.today.year}년 통계: 끝난 달만, 다섯 명이 안 되는 집단은 빼고 5의 배수로 나왔으며, 다시 물어도 같았습니다",
            f"statistics of {stage.today.year}: closed months alone, no group below five, in multiples of five, and the same when asked again",
            quiet=clause == "3.5" or stage.today.year > 2014,
        )


def _plan_hold(stage: Stage) -> None:
    """A court asks that one resting order be kept beyond its day; two months later it lets go (hold and release)."""
    jk, report = stage.jk, stage.report
    order = stage.cast["kim"].ref("order")
    due = max(stage.model.resting[order.record].parts)
    state: dict[str, Any] = {}

    def lay() -> None:
        state["number"] = jk.by(stage.handlers["omar"]).hold(order, reason="가상의 소송")
        stage.model.hold(order.record)

    def past() -> None:
        state["stays"] = _rests(stage, order)

    def free() -> None:
        jk.by(stage.handlers["omar"]).release(order, state["number"], reason="가상의 소송이 끝남")
        went = stage.model.release(order.record, stage.today)
        report.check(
            "5.1",
            bool(state.get("stays")) and went == 1 and not _rests(stage, order),
            "파기 보류가 걸린 주문은 기한이 지나도 남았다가, 풀리자 곧바로 파기되었습니다",
            "an order under a legal hold stayed beyond its day, and was destroyed as soon as the hold was released",
        )

    stage.plan(due - timedelta(days=30), lay)
    stage.plan(due + timedelta(days=10), past)
    stage.plan(due + timedelta(days=60), free)


def _contract_ends(stage: Stage) -> None:
    """The contract with Epsilon is over: it deletes all that it holds, and says so."""
    report, holding = stage.report, len(stage.receiver.held["epsilon"])
    asked = stage.jk.by(stage.handlers["omar"]).end_contract("epsilon")

    # Somebody pays that day, and it is tried to hand this to Epsilon as before.
    gana = stage.cast["gana"]
    paid = stage.add(gana, acts.payment(gana.doings.person, stage.rng, 20_000, without="epsilon"))
    after = refused(lambda: stage.jk.entrust(paid, to="epsilon", purpose="billing"))

    def answered() -> None:
        report.check(
            "4.4",
            after == "3.1" and 0 < asked <= holding and not stage.receiver.held["epsilon"],
            f"엡실론과의 계약이 끝나자 더는 아무것도 가지 않고, 맡겼던 {holding}건을 지웠다는 답을 받았습니다",
            f"the contract with Epsilon ended: nothing goes there, and what it held, {report.many(holding, 'record')}, is deleted",
        )

    stage.plan(stage.today + timedelta(days=2), answered)


def _rests(stage: Stage, ref: Ref) -> bool:
    return any(part.ref == ref for part in stage.jk.show(ref.subject).resting)


# ---- the run


def _run(stage: Stage) -> tuple[list[float], list[float]]:
    """Every day to the end. Answers the seconds of days on which nothing was due, and of the others."""
    report = stage.report
    whole = (END - stage.today).days
    quick: list[float] = []
    slow: list[float] = []
    with ExitStack() as stack:
        live = stack.enter_context(Live(console=report.console, transient=True)) if report.live else None
        while stage.today < END:
            planned = bool(stage.agenda.get(stage.today + timedelta(days=1)))
            began = machine_seconds()
            swept = stage.next_day()
            idle = not (planned or swept.retired or swept.destroyed or swept.days)
            (quick if idle else slow).append(machine_seconds() - began)
            if live is not None and stage.days % _LOOK == 0:
                live.update(_picture(stage, whole))
            if (stage.today.month, stage.today.day) in ((8, 5), (2, 5)):
                _look(stage)
    return quick, slow


def _picture(stage: Stage, whole: int) -> Padding:
    left = (END - stage.today).days
    done = round(40 * (whole - left) / whole)
    days = Text.assemble(
        (f"{stage.today}  ", "bold"), ("━" * done, LIVES), ("━" * (40 - done), "bright_black"), f"  {left:,}"
    )
    counts = stage.counts()
    line = Text.assemble("            ", stage.report.life(counts), "  ", stage.report.counts(counts))
    return Padding(Group(days, line), (0, 0, 0, 2), expand=False)


def _look(stage: Stage) -> None:
    """Twice a year the databases are counted, by kind and day, and must hold exactly what the account says."""
    report, counts = stage.report, stage.counts()
    report.picture(str(stage.today), counts)
    if not stage.agrees():
        report.check(
            "6.1",
            False,
            f"{stage.today}: 두 DB의 내용이 셈과 다릅니다",
            f"{stage.today}: the databases differ from the account",
        )
        raise BrokenError


def _end(stage: Stage) -> None:
    report, model = stage.report, stage.model
    late = [due for record in model.resting.values() for due in record.parts if due < stage.today]
    over = [record for record in model.live.values() if record.ended is not None and record.ended < stage.today]
    counts = stage.counts()
    report.check(
        "5.1",
        stage.agrees() and not late and not over and model.ended > 0,
        f"{model.taken:,}건 가운데 {counts.lives:,}건을 이용 중이고, {counts.rests:,}건을 분리 보관 중이며, {model.ended:,}을 파기했습니다. "
        "셈과 한 건도 다르지 않습니다",
        f"of {model.taken:,} records, {counts.lives:,} live, {counts.rests:,} parts rest, {model.ended:,} are destroyed: "
        "exactly as the account says",
    )
    report.check(
        "6.1",
        stage.moved > 0 and not model.live.keys() & model.resting.keys(),
        f"목적을 다한 {stage.moved:,}건이 저마다의 날에 분리된 DB로 옮겨졌습니다",
        f"{stage.moved:,} records moved to the separate database, each on its day",
    )
    _rules(stage)
    report.check(
        "6.5",
        len(stage.swept) > 0,
        "파기일마다 그날의 키가 없어지고 행이 지워졌습니다",
        "on each due day its key was destroyed and its data deleted",
    )
    if stage.approved:
        most = max(stage.approved, key=lambda one: one.people)
        report.line(
            f"{len(stage.approved):,}일은 파기할 사람이 방침의 몫을 넘어 책임자가 승인한 뒤에 파기했습니다 (가장 많은 날 {most.people:,}명)",
            f"on {report.many(len(stage.approved), 'day')} more people's records were due than a sweep may destroy alone: the officer "
            f"approved it first (the most: {most.people:,} people)",
        )
    people = {(kind, state): n for kind, state, n in stage.jk.counts("people")}
    left = sum(n for (_, state), n in people.items() if state == 2)
    report.check(
        "7.5",
        left == 0 and sum(people.values()) == stage.people(),
        f"탈퇴한 {len(stage.gone):,}명은 식별자까지 사라졌습니다",
        f"of the {len(stage.gone):,} who left, no trace is left, not even the identifier",
    )


_RULES = {
    "5.2": ("usage-history",),
    "5.3": ("order", "order-withdrawal"),
    "5.4": ("payment", "delivery-request", "order"),
    "5.5": ("complaint",),
    "5.6": ("identity-check",),
    "5.7": ("visit",),
}


def _rules(stage: Stage) -> None:
    """Each retention rule of section 5 was seen to end: parts were destroyed on the day after their last."""
    report, file = stage.report, stage.policy.file
    days: Counter[str] = Counter()
    first: dict[str, date] = {}
    for day, swept in stage.swept:
        for kind, due, parts in swept.days:
            # A sweep a day: nothing is early, and nothing waits.
            if parts and day == due + timedelta(days=1):
                days[kind] += parts
                first.setdefault(kind, day)
    rows = []
    for clause, kinds in _RULES.items():
        seen = {kind: days[kind] for kind in kinds if days[kind]}
        labels = ", ".join(report.text(file.records[kind].label) for kind in kinds)
        begun = min((first[kind] for kind in seen), default=None)
        ok = report.check(
            clause,
            bool(seen),
            f"{labels}: 기한 다음 날 {sum(seen.values()):,}부분 파기",
            f"{labels}: {report.many(sum(seen.values()), 'part')} destroyed on the day after their last",
            quiet=True,
        )
        rows.append((clause, labels, f"{sum(seen.values()):,}", str(begun or "-") if ok else "-"))
    say = report.say
    head = (
        say("조항", "clause"),
        say("기록", "records"),
        say("파기한 부분", "parts destroyed"),
        say("처음 파기한 날", "first on"),
    )
    report.table(head, rows, right=(2,))


def _pace(stage: Stage, quick: list[float], slow: list[float]) -> None:
    def median(seconds: list[float]) -> float:
        return sorted(seconds)[len(seconds) // 2] * 1000 if seconds else 0.0

    stage.report.line(
        f"{stage.days:,}일이 지났습니다. 할 일 없는 {len(quick):,}일은 가운데값 {median(quick):.1f} ms, "
        f"나머지 {len(slow):,}일은 {median(slow):.1f} ms",
        f"{stage.days:,} days have passed. {len(quick):,} with nothing due took {median(quick):.1f} ms each (median), "
        f"the other {len(slow):,} {median(slow):.1f} ms",
        style="dim",
    )
