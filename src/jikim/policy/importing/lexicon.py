"""What published policies call things: items, purposes, laws, ways, safeguards, bodies. Facts about words, about nobody.

The rows are data (`lexicon.yaml`). The first that fits is the one: what is particular stands before what is general.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ruamel.yaml import YAML


class Row(NamedTuple):
    """One thing that policies name: what it is called here, its kind, its labels, and how it is recognised."""

    name: str
    kind: str
    basis: str
    ko: str
    en: str
    classes: tuple[str, ...]
    record: str
    pattern: re.Pattern[str]


@cache
def rows(family: str) -> tuple[Row, ...]:
    """The rows of `items`, `purposes`, `laws`, `acts`, `channels`, `safeguards`, `bodies`, `rights`, `ways` or `statements`."""
    return tuple(_row(each) for each in _data()[family])


def first(family: str, words: str) -> Row | None:
    """The first row that fits these words."""
    return next((row for row in rows(family) if row.pattern.search(words)), None)


def all_of(family: str, words: str) -> tuple[Row, ...]:
    """Every row that fits these words, in the order in which they fit; a word that one row has claimed no other claims."""
    left, found = words, list[tuple[int, Row]]()
    for row in rows(family):
        while (at := row.pattern.search(left)) is not None and at.end() > at.start():
            if row not in [one for _, one in found]:
                found.append((at.start(), row))
            left = left[: at.start()] + "\0" * (at.end() - at.start()) + left[at.end() :]
    return tuple(row for _, row in sorted(found, key=lambda one: one[0]))


def labels(row: Row, languages: Iterable[str]) -> dict[str, str]:
    """A row's label in these languages."""
    return {language: row.ko if language == "ko" else row.en for language in languages}


def _row(each: dict[str, Any]) -> Row:
    return Row(
        each.get("name") or each["statute"], each.get("type") or each.get("kind", ""), each.get("basis", ""), each.get("ko", ""),
        each.get("en", ""), tuple(each.get("classes", ())), each.get("record", ""), re.compile(each["pattern"], re.IGNORECASE),
    )  # fmt: skip


@cache
def _data() -> dict[str, Any]:
    text = files("jikim.policy.importing").joinpath("lexicon.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return loaded
