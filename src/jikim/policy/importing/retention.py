"""Retention and destruction: what is kept, for how long, under which law; how it is destroyed."""

from __future__ import annotations

import re

from jikim.policy.importing.facts import GUESSED, LIKELY, SURE, Facts, Found
from jikim.policy.importing.lexicon import Row, all_of, first, rows
from jikim.policy.importing.plain import mark_of
from jikim.policy.importing.sections import Section, Sentence

_PERIOD = re.compile(
    r"(?P<number>\d{1,3})\s*(?P<unit>년|개월|달|주일?|일|시간|years?|months?|weeks?|days?|hours?)(?!\s*\d|\s*월)(?![가-힣]*\s*\d{1,2}\s*일)",
    re.I,
)
_UNITS = {
    "년": "y", "개월": "mo", "달": "mo", "주": "w", "주일": "w", "일": "d", "시간": "h", "year": "y", "month": "mo", "week": "w", "day": "d", "hour": "h",
}  # fmt: skip
_LABEL = re.compile(
    r"\[?([^\[\]:：(),.]{0,40}?(?:기록|정보|자료|장부|증빙|내역|로그|이력|명부|처방전|대장|계약서|서류|기록부|부본|소견서|보고서))(?:[의은는을를에]|\s|\]|:|：|\(|$)"
)


# How long a purpose usually lasts is no promise to keep anything.
_USUALLY = re.compile(r"보통\s*\d+\s*[가-힣]+\s*이내|usually within \d+ \w+", re.I)


def period_of(text: str) -> str:
    """The first period of a text, as a policy writes it (`5y`); empty where there is none. A date is none, nor what lasts usually so long."""
    text = _USUALLY.sub(" ", text)
    text = re.sub(r"\d{4}\s*년\s*\d{1,2}\s*월(\s*\d{1,2}\s*일)?", " ", text)
    found = _PERIOD.search(text)
    if found is None or int(found["number"]) == 0:
        return ""
    unit = found["unit"].lower()
    return f"{int(found['number'])}{_UNITS.get(unit) or _UNITS[unit.rstrip('s')]}"


def retention(facts: Facts, section: Section, mine: list[Sentence]) -> None:
    """Each record that is kept: lines of `record : period`, blocks of label, reason and period, tables, sentences."""
    label, label_at, law, law_level = "", 0, "", 9
    company = re.search(r"내부\s*방침|회사\s*방침", section.title) is not None
    for one in mine:
        _, level, text = mark_of(one.text)
        acts = [row.name for row in rows("acts") if row.pattern.search(text)]
        period = period_of(text)
        if acts and not period:
            law_level = level or 9
        elif level and level < law_level:
            # A heading above the one that named the act: what follows is no longer under it.
            law, law_level = "", 9
        head = re.match(r"([^:：]{2,60}?)\s*[:：]\s*[^:：]*$", text)
        named = None if re.match(r"(보존|보유|이용)?\s*(기간|이유|근거|사유)\s*[:：]", text) else _LABEL.search(text)
        if named is not None:
            heading = not period and len(text) < 45
            if heading or period or not label:
                label, label_at = named[1].strip(" -·"), one.number
                law = acts[0] if acts else "" if heading else law
        elif not period and acts:
            law = acts[0]
        if re.search(r"내부\s*방침|회사의?\s*방침|자체", text):
            company = True
        if re.search(r"관련?\s*법령|법령에\s*(의|따)", text):
            company = False
        if period and not re.search(r"(최소|개정|시행)\s*\d*\s*\d+\s*일|이내에|마다", text):
            said = (
                head[1]
                if head and not re.match(r"(보존|보유|이용)?\s*(기간|이유|근거|사유)$", head[1])
                else label or text[:40]
            )
            if len(several := all_of("laws", said)) > 1 and head:
                for row in several:
                    _keep(
                        facts, f"{said} ({row.ko})", period, acts[0] if acts else law, one, 0, company=company, row=row
                    )
            else:
                _keep(facts, said.strip(), period, acts[0] if acts else law, one, label_at, company=company)
            continue
        if re.search(r"(진행|잔존|계속).*(까지|연장)|종료\s*시까지|연장하여", text):
            facts.outside.append(
                (
                    one.number,
                    "kept until something ends that is no event of the record: a legal hold does it, and no period says it",
                )
            )
        if re.search(r"법령에.*(보관|보존)|동의\s*받은.*기간", text):
            facts.bind(one.number, "archive.purposes.evidence", LIKELY)
        if re.search(r"(달성|종료|요청|탈퇴|철회).*(지체\s*없이|즉시|바로).*파기|파기합니다", text):
            facts.bind(one.number, "clauses.destroyed-when-met", LIKELY)
        if re.search(r"탈퇴(\s*시|할\s*때|하는\s*때)?까지|회원\s*탈퇴", text):
            facts.bind(one.number, "records.account.ends", LIKELY)
        if re.search(r"보관의?\s*목적으로만|다른\s*목적으로\s*(는|이용)", text):
            facts.bind(one.number, "clauses.kept-for-keeping-alone", LIKELY)
        if label_at == one.number or (label and re.search(r"(보존|보유)\s*(이유|근거|사유)|^근거", text)):
            facts.bind(one.number, f"records.{_record(label)}.keep", LIKELY)


def _keep(
    facts: Facts,
    label: str,
    period: str,
    act: str,
    one: Sentence,
    label_at: int,
    *,
    company: bool,
    row: Row | None = None,
) -> None:
    """One retention rule: by the catalogue's row for what is kept, else by the company's own promise."""
    if who := re.search(r"임직원|지원자|담당자", label):
        words = {"임직원": "employees", "지원자": "applicants"}.get(who[0], "partners' staff")
        facts.outside.append((one.number, f"data of {words}: the language knows members, corporate members and guests"))
        return
    row = row or first("laws", label) or (first("laws", one.text) if not _LABEL.search(label) else None)
    if row is not None and act and not row.name.startswith(act) and act not in ("kr.pipa",):
        # What is kept says one law and the text another: the text is what is written down, and `check` judges it.
        law = act if act.startswith("kr.") else "own-promise"
    elif row is not None and not company:
        law = row.name
    else:
        law = act if act.startswith("kr.") else "own-promise"
    if act and not act.startswith("kr."):
        facts.outside.append((one.number, f"kept under an act that the catalogue has no row for: {label}, {period}"))
    made = Found(
        f"keep-{len(facts.keeps) + 1}", label, SURE if row is not None else LIKELY, period=period, law=law,
        classes=row.classes if row is not None else (), record=row.record if row is not None else "account", said=one.text,
    )  # fmt: skip
    same = next((known for known in facts.keeps if known.label == label and known.period == period), None)
    if same is None:
        facts.keeps.append(made)
    index = sum(known.record == made.record for known in facts.keeps) - 1
    path = f"records.{made.record}.keep.{max(index, 0)}"
    facts.bind(one.number, path, made.confidence)
    facts.bind(label_at, path, made.confidence)


def _record(label: str) -> str:
    row = first("laws", label)
    return row.record if row is not None else "account"


def destruction(facts: Facts, section: Section, mine: list[Sentence]) -> None:
    """How it is destroyed, on paper and on disks, and where it rests before."""
    for one in mine:
        text = one.text
        if re.search(r"분쇄|파쇄|shred", text, re.I):
            facts.paper.append("shred")
            facts.bind(one.number, "archive.paper", SURE)
        if re.search(r"소각|burn|incinerat", text, re.I):
            facts.paper.append("burn")
            facts.bind(one.number, "archive.paper", SURE)
        if re.search(r"(복구|재생|복원).*(없|불가)|기술적\s*방법|초기화|덮어", text):
            facts.bind(one.number, "clauses.electronic", SURE)
        if re.search(r"별도(의|로)?\s*(DB|데이터|서류|보관|저장|공간)|분리(하여|보관)|옮겨", text, re.I):
            facts.bind(one.number, "archive.place", SURE)
        if re.search(r"다른\s*목적|이외의", text):
            facts.bind(one.number, "clauses.kept-for-keeping-alone", LIKELY)
        if re.search(r"달성|지체\s*없이|불필요", text):
            facts.bind(one.number, "clauses.destroyed-when-met", LIKELY)
        if re.search(r"책임자의?\s*승인|파기\s*사유|파기\s*계획", text):
            facts.bind(one.number, "clauses.certificate", GUESSED)
