"""Facts outside of tables that form makes sure: contacts beside a post, days, bodies with their number, `record: period
(act)`, labelled lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from jikim.policy.importing.plain import mark_of
from jikim.policy.importing.sentences import Grid, Sentence
from jikim.policy.importing.tables import Fact, act_of, facts_of_table, listed, one_of, period_of
from jikim.policy.wording.mentions import Names, Token, negated, read

_NONE = {"ko": Names({}, "ko"), "en": Names({}, "en")}
_POSTS = (
    ("handler", re.compile(r"담당\s*(?:자|부서)|고충\s*처리", re.I)),
    ("officer", re.compile(r"책임자|\bDPO\b|(?:protection|privacy) officer", re.I)),
)
_ONE_OF = ("phone", "email", "url", "country", "period", "day", "required")
_BODIES = ("개인정보분쟁조정위원회", "개인정보침해신고센터", "대검찰청", "경찰청")
_ADDRESS = re.compile(r"\S+@\S+")
_SHORT_NUMBER = re.compile(r"(?<![\d-])(1\d{2,3}(?:-\d{4})?)(?![\d-])")
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+(?:kr|com|org|eu|net|example))(?![A-Za-z0-9@])", re.I)
_PAST = re.compile(r"이전|종전|개정|변경\s*전|previous|former|last updated|until", re.I)
_EFFECTIVE = re.compile(r"시행|적용|효력|effective|in force|applies from", re.I)
_ANNOUNCED = re.compile(r"공고|공지|게시|announced|published", re.I)
_KEPT = re.compile(
    r"^(?P<record>[^:：]{2,60}?(?:기록|정보|자료|서류|장부|records?|logs?))\s*[:：]\s*(?P<rest>[^:：]{2,60})$", re.I
)
_RECORD = re.compile(r"[^:：.]{2,58}(?:기록|자료|서류|장부)")
_REASON = re.compile(r"(?:보존|보유|보관)\s*(?:이유|근거|사유)\s*[:：]\s*(.+)")
_LONG = re.compile(r"(?:보존|보유|보관)\s*기간\s*[:：]\s*(.+)")
_LINES = (
    ("required", re.compile(r"필수\s*(?:항목|정보)\s*[:：]\s*(.+)")),
    ("optional", re.compile(r"선택\s*(?:항목|정보)\s*[:：]\s*(.+)")),
    (
        "processor",
        re.compile(
            r"(?:위탁\s*(?:받는\s*(?:자|업체)|대상자?|업체)|수탁\s*(?:자|업체))\s*(?:\([^)]*\))?\s*[:：]\s*(.+)"
        ),
    ),
    ("task", re.compile(r"위탁\s*(?:하는)?\s*업무(?:의)?\s*(?:내용)?\s*[:：]\s*(.+)")),
)


def found_in(sentences: Sequence[Sentence], grids: Iterable[Grid]) -> tuple[Fact, ...]:
    """Every fact that a rule is sure of, each once, with all sentences that say it."""
    headings = {one.number: one.text for one in sentences if one.heading}
    rows = {number for grid in grids for number in grid.numbers}
    made: dict[tuple[str, str, str, str], list[int]] = {}
    for fact in (
        *(fact for grid in grids for fact in facts_of_table(grid, headings)),
        *_contacts(sentences, grids),
        *_days(sentences),
        *_bodies(sentences),
        *_lines([one for one in sentences if one.number not in rows]),
    ):
        if fact.key == "required":
            made.setdefault((fact.family, fact.label, "", ""), []).extend(fact.sentences)
        made.setdefault(fact[:4], []).extend(fact.sentences)
    # What a part has one of, said in two ways, is not sure.
    said = Counter((family, label, key) for family, label, key, _ in made if key in _ONE_OF)
    return tuple(Fact(*key, tuple(sorted(set(numbers)))) for key, numbers in made.items() if said.get(key[:3], 1) == 1)


def tokens(text: str) -> tuple[Token, ...]:
    """What a sentence names beside its labels: periods, days, contacts, numbers."""
    language = "ko" if re.search("[가-힣]", text) else "en"
    return read(text, language, _NONE[language])


def _contacts(sentences: Sequence[Sentence], grids: Iterable[Grid]) -> Iterator[Fact]:
    """A post's telephone and address, where below its name, or in its column, there is one of a kind."""
    columns: set[int] = set()
    for grid in grids:
        posts = {x: _post(cell) for x, cell in enumerate(grid.rows[0]) if _post(cell)}
        if posts and len(set(posts.values())) == len(posts) and len(grid.rows[0]) > 2:
            columns.update(grid.numbers)
            for x, post in posts.items():
                column = [(row[x], number) for row, number in zip(grid.rows[1:], grid.numbers[1:], strict=True)]
                yield from _one_each(post, column)
    post = ""
    lines: list[tuple[str, int]] = []
    for one in (*sentences, None):
        named = _post(one.text) if one is not None and not _bodies_of(one.text) else ""
        # A post's lines end at the next heading that names none, and at the next post.
        if one is None or named or one.heading:
            yield from _one_each(post, lines)
            post, lines = named, []
        if one is not None and post and one.number not in columns:
            lines.append((one.text, one.number))


def _post(text: str) -> str:
    """Which post a line names; empty for none, for both, and where an address alone names one."""
    found = [name for name, pattern in _POSTS if pattern.search(_ADDRESS.sub("", text))]
    return found[0] if len(found) == 1 else ""


def _one_each(post: str, lines: Iterable[tuple[str, int]]) -> Iterator[Fact]:
    for kind in ("phone", "email"):
        said = {
            (token.value, token.text): number
            for text, number in lines
            if not negated(text, 0) and not re.search(r"팩스|fax", text, re.I)
            for token in tokens(text)
            if token.kind == kind
        }
        if len({value for value, _ in said}) == 1:
            (_, text), number = next(iter(said.items()))
            yield Fact("officers", post, kind, text.strip(), (number,))


def _days(sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """The day from which it is in force, and of its announcement: where all sentences that say one say the same."""
    for key, pattern, other in (("effective", _EFFECTIVE, _ANNOUNCED), ("announced", _ANNOUNCED, _EFFECTIVE)):
        said: dict[date, int] = {}
        for one in sentences:
            for part in re.split(r"\s/\s|\|", one.text):
                days = [token.value for token in tokens(part) if token.kind == "date" and len(token.value) == 3]
                if (
                    len(days) == 1
                    and pattern.search(part)
                    and not other.search(part)
                    and not _PAST.search(part)
                    and "~" not in part
                ):
                    try:
                        said.setdefault(date(*(int(step) for step in days[0])), one.number)
                    except ValueError:
                        continue
        if len(said) == 1:
            ((day, number),) = said.items()
            yield Fact("version", key, "day", day.isoformat(), (number,))


def _bodies(sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """Bodies by their whole names, with the number and the address that stand beside them."""
    for one in sentences:
        named = _bodies_of(one.text)
        phone, host = _SHORT_NUMBER.findall(one.text), _HOST.findall(one.text)
        if len(named) != 1 or negated(one.text, 0) or not (phone or host):
            continue
        for key, values in (("phone", phone), ("url", host)):
            if len(set(values)) == 1:
                yield Fact("bodies", named[0], key, values[0], (one.number,))


def _bodies_of(text: str) -> list[str]:
    """The bodies that a line names, however their names are spaced."""
    return [body for body in _BODIES if body in text.replace(" ", "")]


def _lines(sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """Labelled lines: `record: period (act)`, `required: …`, `processor: …` with its task below."""
    act, party = ("", 0), ("", 0)
    record: list[tuple[str, int]] = []  # a record's name, and the reason below it
    for one in sentences:
        words = mark_of(one.text)[2]
        if one.heading:
            act = party = ("", 0)
        if _RECORD.fullmatch(words) and (name := one_of(words)):
            record = [(name, one.number)]
        elif record and (said := _REASON.fullmatch(words)):
            record = [record[0], (act_of(said[1]), one.number)]
        elif record and (said := _LONG.fullmatch(words)):
            numbers = (*(number for _, number in record), one.number)
            if period := period_of(said[1]):
                yield Fact("keep", record[0][0], "for", period, (record[0][1], one.number))
                yield from (Fact("keep", record[0][0], "law", law, numbers) for law, _ in record[1:] if law)
            record = []
        elif one.heading:
            record = []
        inner = re.sub(r"^(?:관련\s*법령|예외\s*사유)\s*[:：]\s*", "", words)
        if (kept := _KEPT.match(inner)) and (name := one_of(kept["record"])) and (period := period_of(kept["rest"])):
            yield Fact("keep", name, "for", period, (one.number,))
            if law := act_of(kept["rest"]) or act_of(name):
                yield Fact("keep", name, "law", law, (one.number,))
            elif act[0] and not re.search("[(（]", kept["rest"]):
                yield Fact("keep", name, "law", act[0], (act[1], one.number))
            continue
        if len(words) <= 60 and not tokens(words) and not re.search(r"니다", words):
            # A line that is an act's name stands over the lines below it; any other such line ends that.
            act = (act_of(words), one.number)
        for role, pattern in _LINES:
            if not (said := pattern.fullmatch(words)):
                continue
            if role in ("required", "optional"):
                for item, _ in listed(said[1]):
                    yield Fact("items", item, "required", "yes" if role == "required" else "no", (one.number,))
            elif role == "processor":
                names = listed(said[1])
                yield from (Fact("processors", name, "", "", (one.number,)) for name, _ in names)
                party = (names[0][0], one.number) if len(names) == 1 else ("", 0)
            elif party[0] and (task := one_of(said[1])):
                yield Fact("processors", party[0], "task", task, (party[1], one.number))
