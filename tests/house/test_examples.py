"""What the documentation and hints show as an example is taken by the check that reads it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.house.source import ROOT

from jikim.policy.check import check
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType
from jikim.policy.parse import parse

_EXAMPLE = re.compile(r"(?:such as|as in|like|예:) ([\w.:@+-]+\w)|([\w.:@+-]+) (?:같은 )?꼴")
SHOP = ROOT / "homepage" / "policy.yaml"
SITE = {"company-number-wrong", "colour-contrast-low", "shop-registration-missing"}


@pytest.mark.parametrize("page", ["serve.md", "serve.ko.md"])
def test_the_site_that_the_documentation_shows_is_sound(page: str) -> None:
    """Put into a shop's policy, the `site:` of the page on serving has no finding about colours, number or shop."""
    shown = re.findall(r"```yaml\n(site:\n.*?)```", (ROOT / "docs/how-to" / page).read_text(encoding="utf-8"), re.S)
    assert len(shown) == 1
    text = SHOP.read_text(encoding="utf-8")
    text = text.replace("under: [kr.pipa, kr.network-act]", "under: [kr.pipa, kr.network-act, kr.ecommerce]")
    parsed = parse(text.replace("jikim: 1\n", f"jikim: 1\n{shown[0]}", 1), str(SHOP))
    found = check(parsed, date(2026, 12, 3))
    assert [one.code for one in found if one.code in SITE or one.path[:1] == ("site",)] == []


@pytest.mark.parametrize("kind", list(ItemType), ids=str)
def test_the_value_that_a_hint_shows_is_taken(kind: ItemType) -> None:
    """A hint that shows how a value is written shows one that its own check accepts."""
    try:
        accept(kind, "?!")
    except ItemError as error:
        for hint in error.hint.values():
            for found in _EXAMPLE.findall(hint):
                accept(kind, "".join(found))
