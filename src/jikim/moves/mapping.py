"""How an application's tables become records: the mapping of `jikim attach`, with what moving in needs beside it.

```yaml
people: public.customer
tables:
  public.customer:
    record: membership
    person: id                        # by which the application knows the person
    items: {email: email, hp: mobile, zip: address.postcode, addr: address.line1}
    via: homepage                     # the channel by which they once came in
    collected: created_at             # since when the record is held
    consents: {marketing.ads: ads_agreed_at}   # the column of the moment, or of yes and no
    old_enough: yes                   # or the column that says so
  public.orders:
    record: order
    key: id                           # by which the application knows the row
    person: customer_id
    items: {recipient: name, lines: lines}
    via: homepage
    collected: ordered_at
    events: {paid: paid_at}           # what happened to it since, and the column of the moment
    ended: closed_at                  # when its purpose was fulfilled, where no event says so
```

A file of `jikim export records` is read back by three words more: `brings: yes` lets the first row of a person bring them in,
and `via` and `of` may name the column that says so: `via: {column: channel}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jikim.attach.mapping import Written
from jikim.particles import i_ga
from jikim.policy.compiled import Policy
from jikim.policy.finding import Finding, Path
from jikim.policy.nearest import nearest


@dataclass(frozen=True)
class TableMap:
    """One table whose rows move in. `old_enough`: a column, or what holds for every row. `via` and `of`: the word of every
    row, or (`…_column`) where each row has its own. `brings`: a row brings its person, who is not here yet."""

    name: str
    record: str
    person: str
    key: tuple[str, ...]
    items: Mapping[str, str]
    via: str
    of: str
    collected: str
    ended: str
    events: Mapping[str, str]
    consents: Mapping[str, str]
    old_enough: str | bool | None
    via_column: str = ""
    of_column: str = ""
    brings: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, once."""
        told = self.old_enough if isinstance(self.old_enough, str) else ""
        named = (
            *self.key,
            self.person,
            self.collected,
            self.ended,
            told,
            self.via_column,
            self.of_column,
            *self.items,
            *self.events.values(),
            *self.consents.values(),
        )
        return tuple(dict.fromkeys(one for one in named if one))


def tables_of(written: Written, policy: Policy) -> tuple[tuple[TableMap, ...], tuple[Finding, ...]]:
    """The tables that move in, that of the people first; and what keeps the mapping from being used."""
    found = tuple(_wrong(written, policy))
    if found:
        return (), found
    told = {name: one for name, one in written.tables.items() if not _stays(one)}
    ordered = sorted(told, key=lambda name: name != written.people)
    return tuple(_table(name, told[name], name == written.people) for name in ordered), ()


def _stays(told: Mapping[str, object]) -> bool:
    """Whether a table's rows do not move: it is about nobody, or its data is ruled where it is."""
    return "nobody" in told or told.get("held") == "attached"


def _table(name: str, told: Mapping[str, object], is_people: bool) -> TableMap:
    person = str(told["person"])
    key = told.get("key", person if is_people else "")
    old_enough = told.get("old_enough")
    return TableMap(
        name,
        str(told["record"]),
        person,
        tuple(map(str, key)) if isinstance(key, list) else (str(key),),
        _named(told, "items"),
        _word(told.get("via")),
        _word(told.get("of", "member")),
        str(told["collected"]),
        str(told.get("ended") or ""),
        _named(told, "events"),
        _named(told, "consents"),
        {"yes": True, "no": False, "true": True, "false": False}.get(old_enough.lower(), old_enough)
        if isinstance(old_enough, str)
        else bool(old_enough)
        if old_enough is not None
        else None,
        _column(told.get("via")),
        _column(told.get("of")),
        bool(told.get("brings")),
    )


def _word(value: object) -> str:
    return "" if isinstance(value, dict) else str(value)


def _column(value: object) -> str:
    return str(value.get("column", "")) if isinstance(value, dict) else ""


def _named(told: Mapping[str, object], key: str) -> dict[str, str]:
    found = told.get(key)
    return {str(column): str(name) for column, name in found.items()} if isinstance(found, dict) else {}


def _wrong(written: Written, policy: Policy) -> Iterator[Finding]:
    if _stays(written.tables.get(written.people, {"nobody": ""})):
        yield _missing(written, ("people",), "people")
    for name, told in written.tables.items():
        if _stays(told):
            continue
        path: Path = ("tables", name)
        needed = ("record", "person", "via", "collected", *(() if name == written.people else ("key",)))
        yield from (_missing(written, path, key) for key in needed if not told.get(key))
        rules = policy.records.get(str(told.get("record", "")))
        if rules is None:
            yield _unknown(written, (*path, "record"), str(told.get("record", "")), policy.records)
            continue
        names = {one.removeprefix(f"{rules.name}.") for one in rules.names}
        for column, item in _named(told, "items").items():
            if item.partition(".")[0] not in names:
                yield _unknown(written, (*path, "items", column), item, names)
        for event in _named(told, "events"):
            if event not in rules.events:
                yield _unknown(written, (*path, "events", event), event, rules.events)
        if (via := _word(told.get("via") or "")) and via not in policy.file.channels:
            yield _unknown(written, (*path, "via"), via, policy.file.channels)
        if (of := _word(told.get("of", "member"))) and of not in policy.people:
            yield _unknown(written, (*path, "of"), of, policy.people)
        consents = {**policy.purpose_consents, **policy.recipient_consents}
        for consent in _named(told, "consents"):
            if consent not in consents or not (name == written.people or told.get("brings")):
                yield _unknown(written, (*path, "consents", consent), consent, consents)


def _missing(written: Written, path: Path, key: str) -> Finding:
    return written.finding(
        "mapping-missing",
        path,
        {"ko": f"{i_ga(f'`{key}`')} 없습니다", "en": f"`{key}` is missing"},
        {
            "ko": "옮기는 방법 문서에서 뜻을 확인해 적어 주세요",
            "en": "write it; the how-to `move-in` says what it is for",
        },
    )


def _unknown(written: Written, path: Path, name: str, known: object) -> Finding:
    near = nearest(name, known)  # type: ignore[arg-type]
    return written.finding(
        "mapping-unknown",
        path,
        {"ko": f"`{name}`: 처리방침에 없습니다", "en": f"`{name}` is not in the policy"},
        {"ko": f"`{near}`인가요?", "en": f"did you mean `{near}`?"}
        if near
        else {"ko": "이름을 확인해 주세요", "en": "look at the name"},
    )
