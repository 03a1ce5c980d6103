"""Which tables and columns an SQL statement names. The text is read, never a parameter.

It is no parser: a column counts where the statement names it, wherever in it that is, and `*` names them all. What a
view, a trigger or a function of the database does inside is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_TOKEN = re.compile(
    r"""'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/|%\(\w+\)s|%s|\d[\w.]*"""
    r"""|"((?:[^"]|"")+)"|`([^`]+)`|([^\W\d][\w$]*)|([*.(),=])|\S""",
    re.DOTALL,
)
_DEEDS = {"from": "read", "join": "read", "using": "read", "into": "insert", "update": "update"}
_NO_ALIAS = frozenset(
    {
        "where", "on", "set", "join", "inner", "left", "right", "full", "cross", "natural", "group", "order", "having", "limit",
        "offset", "union", "except", "intersect", "for", "returning", "values", "select", "using", "default", "fetch", "window",
        "when", "then", "partition", "overriding", "as",
    }
)  # fmt: skip
_NO_TABLE = frozenset({"select", "set", "values", "unnest", "stdin", "stdout", *_DEEDS})
_LONGEST = 200_000


class Touched(NamedTuple):
    """A table that a statement reaches, which of its columns, and how. `known`: the mapping names them."""

    table: str
    columns: tuple[str, ...]
    deed: str
    known: str = ""


class _Word(NamedTuple):
    text: str
    quoted: bool

    @property
    def low(self) -> str:
        return "" if self.quoted else self.text.lower()


@dataclass
class _Found:
    deeds: dict[str, str] = field(default_factory=dict)
    alias: dict[str, str] = field(default_factory=dict)


def touched(sql: str, tables: Mapping[str, Mapping[str, str]]) -> tuple[Touched, ...]:
    """The tables and columns that a statement names. `tables`: by its lower-case name without its schema, a table's
    columns and what the mapping says of each: its item, `-` where it says nothing about a person."""
    words = list(_words(sql[:_LONGEST]))
    found = _tables(words)
    columns = _columns(words, found, tables)
    return tuple(
        one for table, deed in found.deeds.items() for one in _of(table, deed, columns.get(table, set()), tables)
    )


def _of(table: str, deed: str, names: set[str], tables: Mapping[str, Mapping[str, str]]) -> Iterator[Touched]:
    known = tables.get(table)
    if known is None:
        yield Touched(table, (), deed, "unmapped-table")
        return
    if new := tuple(sorted(name for name in names if name not in known)):
        yield Touched(table, new, deed, "unmapped-column")
    told = tuple(sorted(name for name in names if known.get(name, "-") != "-"))
    if told or (deed == "delete" and any(item != "-" for item in known.values())):
        yield Touched(table, told, deed)


def _words(sql: str) -> Iterator[_Word]:
    for one in _TOKEN.finditer(sql):
        double, back, plain, sign = one.group(2), one.group(3), one.group(4), one.group(5)
        if double or back:
            yield _Word((double or back).replace('""', '"'), True)
        elif plain or sign:
            yield _Word(plain or sign, False)
        elif one[0][:2] not in ("--", "/*"):
            yield _Word("?", False)


def _name(word: _Word) -> bool:
    return word.quoted or word.text[0].isalpha() or word.text[0] == "_"


def _tables(words: list[_Word]) -> _Found:
    found, made = _Found(), _made_here(words)
    at = 0
    while at < len(words):
        low, before = words[at].low, words[at - 1].low if at else ""
        at += 1
        if low == "copy" and at == 1:
            at = _one(words, at, "insert" if "stdin" in (one.low for one in words) else "read", found, made)
            continue
        if (
            low not in _DEEDS
            or before in ("for", "key", "do", "distinct")
            or (low == "from" and _in_call(words, at - 1))
        ):
            continue
        deed = "delete" if low == "from" and before == "delete" else _DEEDS[low]
        while True:
            at = _one(words, at, deed, found, made)
            if deed == "read" and at < len(words) and words[at].text == "," and not words[at].quoted:
                at += 1
                continue
            break
    return found


def _one(words: list[_Word], at: int, deed: str, found: _Found, made: frozenset[str]) -> int:
    """Takes one table with its alias; answers where it ended."""
    while at < len(words) and words[at].low in ("only", "lateral"):
        at += 1
    if at >= len(words) or not _name(words[at]) or words[at].low in _NO_TABLE:
        return at
    name, schema = words[at].text, ""
    at += 1
    while at + 1 < len(words) and words[at].text == "." and _name(words[at + 1]):
        schema, name, at = name, words[at + 1].text, at + 2
    if deed == "read" and at < len(words) and words[at].text == "(" and words[0].low != "copy":
        return at  # a function
    table = name.lower()
    if table in made or schema.lower() in ("pg_catalog", "information_schema"):
        return at
    if found.deeds.get(table, "read") == "read":
        found.deeds[table] = deed
    found.alias[table] = table
    if at < len(words) and words[at].low == "as":
        at += 1
    if at < len(words) and _name(words[at]) and words[at].low not in _NO_ALIAS:
        found.alias[words[at].text.lower()] = table
        at += 1
    return at


def _made_here(words: list[_Word]) -> frozenset[str]:
    """Names that `WITH name AS (…)` makes."""
    return frozenset(
        words[n].text.lower()
        for n in range(1, len(words) - 2)
        if _name(words[n])
        and words[n + 1].low == "as"
        and words[n + 2].low in ("(", "materialized", "not")
        and (words[n - 1].low in ("with", "recursive", ","))
    )


def _in_call(words: list[_Word], at: int) -> bool:
    """Whether this `from` stands in `extract(year from …)` and its like."""
    depth = 0
    for n in range(at - 1, -1, -1):
        text = words[n].low
        if text == ")":
            depth += 1
        elif text == "(":
            if depth == 0:
                return n > 0 and words[n - 1].low in ("extract", "substring", "trim", "overlay", "position")
            depth -= 1
    return False


def _columns(words: list[_Word], found: _Found, tables: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """By table the columns that are named: with the table or its alias, or alone where a table of the statement has one."""
    told: dict[str, set[str]] = {table: set() for table in found.deeds}
    listed = ""  # the table whose columns stand in the parentheses after INTO
    for at, word in enumerate(words):
        before = words[at - 1] if at else _Word("", False)
        after = words[at + 1].text if at + 1 < len(words) and not words[at + 1].quoted else ""
        if (
            word.text == "("
            and not word.quoted
            and (found.deeds.get(before.text.lower()) == "insert" or words[0].low == "copy")
        ):
            listed = before.text.lower()
        elif word.text == ")" and not word.quoted:
            listed = ""
        elif word.text == "*" and not word.quoted:
            _starred(words, at, found, tables, told)
        elif _name(word):
            name = word.text.lower()
            if before.text == "." and not before.quoted and at > 1:
                table = found.alias.get(words[at - 2].text.lower())
                if table is not None and after != ".":
                    told[table].add(name)
            elif listed:
                told[listed].add(name)
            elif after == "=" and before.low in ("set", ",") and "update" in found.deeds.values():
                told[next(table for table, deed in found.deeds.items() if deed == "update")].add(name)
            elif after not in (".", "("):
                for table in found.deeds:
                    if name in tables.get(table, ()):
                        told[table].add(name)
    return told


def _starred(
    words: list[_Word], at: int, found: _Found, tables: Mapping[str, Mapping[str, str]], told: dict[str, set[str]]
) -> None:
    before = words[at - 1] if at else _Word("", False)
    if before.text == "." and at > 1:
        table = found.alias.get(words[at - 2].text.lower())
        if table is not None:
            told[table].update(tables.get(table, ()))
    elif before.low in ("select", "all", "distinct", ",", "returning"):
        for table in found.deeds:
            told[table].update(tables.get(table, ()))
