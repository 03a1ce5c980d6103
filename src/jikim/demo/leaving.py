"""A consent is taken back; a member leaves. The account comes first, then the deed, then what can still be seen of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from jikim.demo import acts
from jikim.demo.first_site import FirstSite
from jikim.demo.stage import Someone, Stage
from jikim.errors import DeniedError
from jikim.policy.compiled import numbers_of
from jikim.policy.model import Language
from jikim.policy.planned import Plan, Step
from jikim.verbs.then import telling_of


def withdrawn(stage: Stage, site: FirstSite) -> None:
    """What lived by a consent alone ends with it, and who holds data by it is told to delete."""
    report, jk = stage.report, stage.jk
    report.chapter("동의를 철회하고 탈퇴합니다", "A consent is taken back; a member leaves")
    ada = stage.cast["ada"]
    with site.member(ada) as door:
        for consent in (acts.EVENTS, acts.PARTNER, acts.TAILORED):
            door.send("/my/consents", consent=consent, do="withdraw", sure="yes")
    given = jk.show(ada.person.subject).consents
    for kind in ("event-entry", "interests"):
        stage.model.withdraw(ada.ref(kind).record, stage.today)
    before = len(stage.receiver.held["agreed-partner"])
    stage.next_day()
    held = stage.receiver.held["agreed-partner"]
    report.check(
        "3.2",
        not given and len(held) == before - 1 and not _holds(held, ada),
        "동의를 철회하자 응모와 관심 기록이 파기되고, 제휴처도 지웠다고 답했습니다",
        "Ada took her consents back: entry and interests are destroyed, and the partner confirms that it deleted",
    )
    report.check(
        "5.1",
        ada.ref("event-entry").record not in stage.model.live and stage.agrees(),
        "동의로만 살던 기록은 남지 않았습니다",
        "nothing that lived by that consent alone is left",
    )


def _holds(held: dict[str, dict[str, object]], someone: Someone) -> bool:
    return any(someone.doings.person.email in str(body) for body in held.values())


def leaver(stage: Stage, site: FirstSite) -> None:
    """A member leaves."""
    report, jk = stage.report, stage.jk
    kim = stage.cast["kim"]
    subject = kim.person.subject
    with site.member(kim) as door:
        account = jk.leaving_plan(subject)
        _leaves(stage, kim, account)
        door.send("/my/leave", password=kim.doings.person.membership["password"])
    stage.left(kim)
    open_order = [ref for ref in kim.refs if ref.kind == "order"][-1]
    report.check(
        "5.1",
        set(jk.use(open_order, purpose="delivery")) >= {"address"},
        "남은 주문은 끝까지 이행됩니다: 배송 담당자는 주소를 볼 수 있습니다",
        "the open order is carried out: delivery may still read the address",
    )
    stage.next_day()
    _after(stage, site, kim, account)
    shown = jk.by(jk.acting("member", str(subject))).show(subject)
    stage.pages.leaver = (account, shown, jk.do(telling_of, shown), jk.now())


def _leaves(stage: Stage, kim: Someone, account: Plan) -> None:
    """What the page tells before anybody leaves."""
    report, jk, subject = stage.report, stage.jk, kim.person.subject
    name = kim.doings.person.name
    report.line(
        f"{name} 님이 탈퇴하려 합니다. 먼저 무엇이 어떻게 될지 알립니다.",
        f"{name} wants to leave. First, the account of what will happen:",
    )
    resting = jk.by(jk.acting("member", str(subject))).show(subject).resting
    kinds = list(stage.policy.file.records)
    steps = sorted(account.steps, key=lambda step: kinds.index(stage.policy.name("record", step.facts.kind)))
    rows = [_row(stage, step) for step in steps]
    for part in sorted(resting, key=lambda part: (kinds.index(part.ref.kind), part.until)):
        rules = ", ".join(sorted({report.text(_rule(stage, rule)) for rule, _ in part.rules}))
        until = report.say(f"{part.until}까지 계속 보관", f"stays archived until {part.until}")
        rows.append((_kind(stage, part.ref.kind), _items(stage, part.items), until, rules))
    say = report.say
    report.table(
        (say("기록", "record"), say("항목", "items"), say("어떻게 되나", "what becomes of it"), say("사유", "why")),
        rows,
    )


def _row(stage: Stage, step: Step) -> tuple[str, str, str, str]:
    report, policy = stage.report, stage.policy
    kind = policy.name("record", step.facts.kind)
    label = _kind(stage, kind)
    everything = tuple(policy.name("item", number) for number in numbers_of(step.facts.items))
    if step.fate == "stays":
        what = report.say("이행이 끝나면 정리", "completed first, then destroyed or archived")
        return label, _items(stage, everything), what, report.say("열린 계약", "an open contract")
    if step.fate == "goes":
        gone = report.say("바로 파기", "destroyed at once")
        return label, _items(stage, everything), gone, report.say("남길 근거 없음", "nothing keeps it")
    part = step.parts[-1]
    kept = tuple(policy.name("item", number) for number in numbers_of(part.items))
    rules = ", ".join(sorted({report.text(_rule(stage, policy.name("rule", number))) for number, _ in part.rules}))
    return label, _items(stage, kept), report.say(f"{part.due}까지 보관", f"archived until {part.due}"), rules


def _kind(stage: Stage, kind: str) -> str:
    return stage.report.text(stage.policy.file.records[kind].label)


def _items(stage: Stage, names: tuple[str, ...]) -> str:
    return ", ".join(item_label(stage, name) for name in names)


def item_label(stage: Stage, name: str) -> str:
    """An item's or a content's label: `email`, `order.lines`."""
    file = stage.policy.file
    if name in file.items:
        return stage.report.text(file.items[name].label)
    kind, _, content = name.partition(".")
    found = file.records[kind].items.contents.get(content) if kind in file.records else None
    return stage.report.text(found.label) if found else name


def _rule(stage: Stage, name: str) -> Mapping[Language, str]:
    """The label of a retention rule by the registry's name of it."""
    for rules in stage.policy.records.values():
        for rule in rules.keep:
            if stage.policy.name("rule", rule.number) == name:
                return rule.keep.label
    return {"ko": name, "en": name}


def _after(stage: Stage, site: FirstSite, kim: Someone, account: Plan) -> None:
    report, jk = stage.report, stage.jk
    omar = stage.handlers["omar"]
    subject, rested = kim.person.subject, kim.ref("order")
    shown = jk.by(jk.acting("member", str(subject))).show(subject)
    gone = {step.facts.record for step in account.of("goes")}
    report.check(
        "7.5",
        not shown.here
        and not any(card.values for card in shown.cards)
        and not gone & {card.ref.record for card in shown.cards},
        "탈퇴한 뒤에는 본인에게도 무엇이 왜 언제까지 남는지만 보입니다",
        "after leaving, even the member sees only what is kept, why and until when",
    )
    report.check(
        "7.5",
        refused(lambda: jk.use(kim.ref("membership"), purpose="notices")) in ("7.5", "5.8"),
        "회원 정보는 누구도 쓸 수 없습니다",
        "nobody can use the membership any more",
    )
    way = f"/office/people/{subject}"
    asked = {"record": str(rested.record), "rests": "yes", "purpose": "legal-evidence", "reason_kind": "dispute"}
    read = site.office("omar").send(way, f"{way}/rest", **asked, reason="가상의 계약 분쟁").text
    report.check(
        "5.8",
        "***@" in read and kim.doings.person.name not in read,
        "보관된 주문은 보존 목적과 사유를 대야 열리고, 값은 마스킹되어 있습니다",
        "the archived order opens for its retention purpose, with a reason; its values are masked",
    )
    report.check(
        "5.8",
        refused(lambda: jk.by(omar).consult(rested, purpose="dispute-evidence", reason_kind="dispute", reason="?"))
        == "5.8",
        "다른 목적으로는 열리지 않습니다",
        "and for no other purpose",
    )
    report.check(
        "5.8",
        refused(lambda: jk.by(omar).consult(rested, purpose="legal-evidence", reason_kind="dispute", reason=""))
        == "5.8",
        "사유 없이는 열리지 않습니다",
        "nor without a reason",
    )
    report.check(
        "5.8",
        refused(lambda: jk.use(rested, purpose="billing")) == "5.8",
        "일하던 화면에서는 닿지 않습니다",
        "nor from the live side",
    )
    report.check(
        "6.3",
        refused(
            lambda: jk.by(omar).consult(
                rested,
                purpose="legal-evidence",
                reason="요구",
                reason_kind="demand-by-law",
                statute="통신비밀보호법 제13조",
            )
        )
        == "6.3",
        "법에 따른 요구라도 법령과 문서번호가 다 있어야 합니다",
        "a demand by law needs its statute and its document number",
    )
    _processors(stage, kim)


def _processors(stage: Stage, kim: Someone) -> None:
    """Those who hold something are told to delete: one keeps by its own duty, one must be chased."""
    report = stage.report

    told = {got.to for got in stage.receiver.got if got.topic == "delete"}
    # A deletion has a message of its own; how it stands is counted by receiver.
    first = {(name, state) for name, state, topic in _outbox(stage) if topic == "delete"}
    stage.until(stage.today + timedelta(days=3))
    last = {(name, state) for name, state, topic in _outbox(stage) if topic == "delete"}
    report.check(
        "4.1",
        "kcp" in told and ("kcp", "kept") in last,
        "KCP: 지우라는 요청에 ‘자체 의무로 보존’이라 답했습니다 (전자금융거래법)",
        "KCP, told to delete, answers that its own duty makes it keep (e-finance act)",
    )
    report.check(
        "4.5",
        "alipay" in told
        and ("alipay", "sent") in first
        and ("alipay", "done") in last
        and not stage.receiver.held["alipay"].keys() & _of(stage, kim),
        "알리페이: 접수만 하기에 다시 물었고, 지웠다는 답을 받았습니다",
        "Alipay only took note at first; it was chased, and confirmed that it deleted",
    )


def _outbox(stage: Stage) -> list[tuple[str, str, str]]:
    return [
        (stage.policy.name(space, target), state, topic)
        for space, target, topic, state, _ in stage.jk.counts("outbox_states")
    ]


def _of(stage: Stage, someone: Someone) -> set[str]:
    """The numbers of all messages about one person."""
    return {str(went.message) for went in stage.jk.show(someone.person.subject).went}


def refused(deed: Callable[[], object]) -> str:
    """The clause that refuses, or nothing where it was not refused."""
    try:
        deed()
    except DeniedError as error:
        return error.clause
    return ""
