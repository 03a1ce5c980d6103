"""The rest of a policy: rights, duties, cookies, safeguards, whom to ask, outside bodies, notice, days, and the frame."""

from __future__ import annotations

import re
from datetime import date

from jikim.policy.importing.facts import GUESSED, LIKELY, SURE, Facts, Found
from jikim.policy.importing.lexicon import all_of, rows
from jikim.policy.importing.retention import period_of
from jikim.policy.importing.sections import Section, Sentence
from jikim.policy.model.matters import Matter

_PHONE = re.compile(r"(?<![\d-])(0\d{1,2}[-.) ]\s?\d{3,4}[-. ]\d{4}|1\d{3}[- ]\d{4}|(?<=\s)1\d{2,3}(?=\)|\s|$))")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL = re.compile(
    r"https?://[^\s<>()|,]+|(?<![@\w.])(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:go\.kr|or\.kr|kr|com)(?![\w@])", re.I
)
_DATE = re.compile(r"(20\d{2}|19\d{2})\s*[년.\-/]\s*(\d{1,2})\s*[월.\-/]\s*(\d{1,2})")
_MATTERS = frozenset(one.value for one in Matter)


def gather(facts: Facts, section: Section, mine: list[Sentence], topic: str) -> None:
    """The facts of one section by its topic."""
    match topic:
        case "rights":
            _rights(facts, mine)
        case "duties":
            for one in mine:
                facts.bind(one.number, "duties", GUESSED)
        case "cookies" | "behaviour":
            _cookies(facts, mine, topic)
        case "safeguards":
            _safeguards(facts, mine)
        case "officers":
            _officers(facts, mine)
            _bodies(facts, mine)
        case "bodies":
            _bodies(facts, mine)
        case "links":
            for one in mine:
                facts.bind(one.number, "links.notice", LIKELY)
        case "announcements":
            _announcements(facts, mine)
        case "children":
            for one in mine:
                if age := re.search(r"만?\s*(\d{1,2})\s*세\s*미만", one.text):
                    facts.below_age = facts.below_age or (int(age[1]) if re.search(r"않|아니", one.text) else 0)
                    facts.bind(one.number, "refuse.below_age", LIKELY)
                facts.bind(one.number, "statements.children", LIKELY)
            facts.matters.setdefault("children", section.title)
        case _ if topic in _MATTERS and topic != "behaviour":
            facts.matters.setdefault(topic, section.title)
            for one in mine:
                facts.bind(one.number, f"statements.{topic}", LIKELY)
    _days(facts, mine)


def _rights(facts: Facts, mine: list[Sentence]) -> None:
    for one in mine:
        within = period_of(one.text) if re.search(r"이내|안에|within", one.text) else ""
        ways = [row.name for row in all_of("ways", one.text)]
        for row in all_of("rights", one.text):
            found = facts.rights.setdefault(row.name, Found(row.name, row.ko, SURE))
            found.until += [way for way in ways if way not in found.until]
            found.period = found.period or within
            facts.bind(one.number, f"rights.{row.name}", SURE)
        if ways and not all_of("rights", one.text):
            for found in facts.rights.values():
                found.until += [way for way in ways if way not in found.until]
            facts.bind(one.number, "clauses.desk", LIKELY)
        if re.search(r"법정\s*대리인의\s*동의", one.text):
            facts.matters.setdefault("children", "아동의 개인정보")
            facts.bind(one.number, "statements.children", LIKELY)
            facts.outside.append(
                (
                    one.number,
                    "a guardian's consent before a child's data is taken: children are refused, or let in without it",
                )
            )
        if re.search(r"본인이거나|본인\s*확인|정당한\s*대리인|위임장|신분", one.text):
            facts.bind(one.number, "clauses.rights", LIKELY)
        if re.search(r"제한될\s*수|요구할\s*수\s*없", one.text):
            facts.outside.append(
                (
                    one.number,
                    "limits of a right (PIPA §35④): the desk refuses with a reason, and no fact of the file says when",
                )
            )
        if re.search(r"법정\s*대리인|대리인|guardian", one.text):
            for found in facts.rights.values():
                found.group = "guardian"
        if re.search(r"정정.*(이용|제공)하지\s*않|완료하기\s*전까지", one.text):
            facts.bind(one.number, "rights.correct.freeze", SURE)
        if re.search(r"이미\s*제공한.*(통지|알)", one.text):
            facts.bind(one.number, "rights.correct.tell_recipients", SURE)
        if re.search(r"해지\s*또는\s*삭제된|그\s*외의\s*용도", one.text):
            facts.bind(one.number, "clauses.after-withdrawal", LIKELY)


def _cookies(facts: Facts, mine: list[Sentence], topic: str) -> None:
    if topic == "behaviour":
        facts.matters.setdefault("behaviour", "행태정보")
    for one in mine:
        if topic == "behaviour":
            facts.bind(one.number, "statements.behaviour", LIKELY)
        if re.search(r"텍스트\s*파일|작은\s*(파일|정보)|하드\s*디스크|저장되는|이란\b|란\?|text file", one.text):
            facts.bind(one.number, "cookies.what", LIKELY)
        if re.search(r"(불편|어려움|제한|곤란)", one.text):
            facts.bind(one.number, "cookies.limits", LIKELY)
        if re.search(
            r"\[?(도구|설정|인터넷\s*옵션|개인정보\]?\s*탭)|크롬|chrome|edge|safari|익스플로러|explorer|방법",
            one.text,
            re.I,
        ):
            facts.bind(one.number, "cookies.browser_help", LIKELY)
        if re.search(r"거부|허용|선택권|확인을\s*거", one.text):
            facts.bind(one.number, "cookies.choices", LIKELY)
        for name, ko, pattern in (
            ("frequency", "접속 빈도와 방문 시간 분석", r"접속\s*빈도|방문\s*(시간|횟수)|이용\s*형태"), ("interests", "취향과 관심 분야 파악", r"취향|관심"),
            ("trail", "자취 추적", r"자취|이동\s*경로|흔적"), ("events", "이벤트 참여와 방문 횟수 파악", r"이벤트"),
            ("targeting", "맞춤 광고", r"타겟|맞춤(형)?\s*광고|광고"), ("personalised", "개인 맞춤 서비스", r"맞춤(형)?\s*서비스|개인화|개인\s*맞춤"),
            ("preferences", "환경설정 유지", r"환경\s*설정|설정.*유지"), ("essential", "로그인과 보안", r"로그인|보안\s*접속|세션"),
        ):  # fmt: skip
            if re.search(pattern, one.text) and not re.search(r"거부|\[", one.text):
                facts.cookies.setdefault(name, Found(name, ko, LIKELY))
                facts.bind(one.number, f"cookies.purposes.{name}", LIKELY)


def _safeguards(facts: Facts, mine: list[Sentence]) -> None:
    for one in mine:
        for row in all_of("safeguards", one.text):
            found = facts.safeguards.setdefault(row.name, Found(row.name, row.ko, SURE, row.kind))
            if re.search(r"정기적|주기적|매년|연\s*\d", one.text) and not found.period:
                found.period = period_of(one.text)
            facts.bind(one.number, f"safeguards.{row.name}", SURE)


def _officers(facts: Facts, mine: list[Sentence]) -> None:
    """Posts, telephones and addresses; never a name: people change, and the file names posts."""
    which = "officer"
    for one in mine:
        cells = one.text.split(" | ")
        for index, cell in enumerate(cells):
            if re.search(r"책임자|\bDPO\b|protection officer", cell):
                which = "officer"
            elif re.search(r"담당자|담당\s*부서|고충\s*처리|열람\s*청구", cell):
                which = "handler"
            who = "handler" if len(cells) > 1 and index == 1 else which
            _contact(facts, who, cell, one)
        if re.search(r"(신속|충분).*답변|처리해\s*드릴", one.text):
            facts.bind(one.number, "clauses.complaints", LIKELY)
        if re.search(r"민원|문의|신고|고충|불만|책임자", one.text):
            facts.bind(one.number, "officers", LIKELY)
        if re.match(r"[-·\s]*(이름|성명|담당자명)\s*[:：]", one.text):
            # A person's name is left out on purpose: the file names posts.
            facts.bind(one.number, "officers", GUESSED)


def _contact(facts: Facts, who: str, cell: str, one: Sentence) -> None:
    if any(row.pattern.search(cell) for row in rows("bodies")):
        return
    phone, email = _PHONE.search(cell), _EMAIL.search(cell)
    title = re.search(
        r"(?:직위|직책|직함|소속|부서(?:명)?)\s*[:：]\s*([^|,/]{2,30}?)(?=\s*(?:전화|연락처|이메일|e-?mail|성명|이름|팩스|$))",
        cell,
        re.I,
    )
    if not (phone or email or title):
        return
    found = facts.officers.setdefault(who, Found(who, "", SURE))
    found.label = found.label or (title[1].strip() if title else "")
    found.phone = found.phone or (phone[0].replace(" ", "-").replace(")", "-").replace("--", "-") if phone else "")
    found.email = found.email or (email[0] if email else "")
    facts.bind(one.number, f"officers.{who}", SURE)


def _bodies(facts: Facts, mine: list[Sentence]) -> None:
    for one in mine:
        for row in all_of("bodies", one.text):
            phone = re.search(
                r"(?:국번\s*없이\s*)?(?<![\d-])(\d{2,4}-\d{3,4}-\d{4}|1\d{3}-\d{4}|1\d{3}|1\d{2})(?![\d-])", one.text
            )
            url = _URL.search(one.text)
            found = facts.bodies.setdefault(row.name, Found(row.name, row.ko, SURE, row.kind))
            found.phone = found.phone or (phone[1] if phone else "")
            found.url = found.url or (url[0].rstrip("/.") if url else "")
            facts.bind(one.number, f"bodies.{row.name}", SURE)
        if re.search(r"침해.*(신고|상담|문의)|아래의?\s*기관", one.text):
            facts.bind(one.number, "bodies", LIKELY)


def _announcements(facts: Facts, mine: list[Sentence]) -> None:
    for one in mine:
        for part in re.split(r"[,，]\s*|다만", one.text):
            found = re.search(r"(\d{1,2})\s*일\s*(전|이전)", part)
            if found is None:
                continue
            if re.search(r"중(요|대)|권리|불리", part):
                facts.important = facts.important or f"{found[1]}d"
                facts.bind(one.number, "notice.important", SURE)
            else:
                facts.ordinary = facts.ordinary or f"{found[1]}d"
                facts.bind(one.number, "notice.ordinary", SURE)
        if re.search(r"변경될\s*수", one.text):
            facts.bind(one.number, "notice", GUESSED)
        if re.search(r"공지사항|홈페이지|게시|이메일", one.text) and re.search(r"고지|공지|알", one.text):
            facts.bind(one.number, "notice.where", LIKELY)


def _days(facts: Facts, mine: list[Sentence]) -> None:
    for one in mine:
        found = _DATE.search(one.text)
        if found is None:
            continue
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
        if re.search(r"공고|공지|게시|개정\s*일", one.text) and not re.search(r"시행|적용", one.text):
            facts.announced = day
            facts.bind(one.number, "version.announced", SURE)
        elif re.search(r"시행|적용|효력|effective", one.text) and not re.search(r"이전|종전|까지|~", one.text):
            facts.effective = day
            facts.bind(one.number, "version.effective", SURE)


def frame(facts: Facts) -> None:
    """The company, the service and its address, from the first sentences."""
    start = [one for one in facts.sentences if one.section == 0][:12]
    for one in start:
        company = re.search(r"([가-힣A-Za-z0-9&. ]{0,20}(?:주식회사|\(주\)|㈜)\s?[가-힣A-Za-z0-9&.]{0,20})", one.text)
        if company and not facts.controller:
            facts.controller = re.sub(r"\s*(은|는|이|가|에서|의)$", "", company[1].strip())
            facts.bind(one.number, "service.controller", LIKELY)
        if url := re.search(r"https?://[^\s<>()\"',]+", one.text):
            facts.url = facts.url or url[0].rstrip("/.")
            facts.bind(one.number, "service.url", SURE)
        named = re.search(r"운영하는\s+([^(<\"“]{2,30}?)\s*(?:\(|<|은|는|에서|의\s)", one.text)
        if named and not facts.service:
            facts.service = named[1].strip()
            facts.bind(one.number, "service.name", GUESSED)
        if not facts.controller and (
            called := re.search(
                r"^[\s\"“'‘<]*([가-힣A-Za-z0-9&.() ]{2,30}?)[\"”'’>]*\s*\(?(이하|은\(는\)|은 |는 )", one.text
            )
        ):
            facts.controller = called[1].strip()
            facts.bind(one.number, "service.controller", GUESSED)
        if re.search(r"방침", one.text) and one.number not in facts.bindings:
            facts.bind(one.number, "service", GUESSED)
    if facts.announced is None or facts.effective is None:
        _days(facts, facts.sentences)
