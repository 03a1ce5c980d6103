"""An order's own password: it opens that order for the guest who set it, for as long as the order is there; and an account
of each kind that the policy has is joined by a form of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import START, Databases

from jikim.accounts.credentials import SignedIn, secrets_of
from jikim.accounts.order_passwords import open_order, order_secrets
from jikim.accounts.rate_limits import FREE
from jikim.answers import Ref
from jikim.app import Jikim, read_policy
from jikim.errors import DeniedError
from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile, SubjectKind
from jikim.policy.numbers import Numbers
from jikim.web.account.newcomer import joinings

MALL = Path(__file__).parents[1] / "policy" / "others" / "mall.yaml"
MOBILE, SECRET, OTHER = "010-1234-0101", "quiet heron 77", "loud magpie 88"
ORDER: dict[str, Any] = {
    "name": "가나다",
    "mobile": MOBILE,
    "address": {"postcode": "04524", "line1": "없는시 없는로 1"},
    "account": {"bank": "가상은행", "number": "000000-00-000001"},
}


@pytest.fixture(scope="module")
def file() -> PolicyFile:
    return read_policy(MALL)


@pytest.fixture
def jk(databases: Databases, file: PolicyFile, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(file, databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


def order(jk: Jikim, secret: str) -> Ref:
    return jk.collect(
        "order", {**ORDER, "order_password": secret}, channel="site", subject="guest", old_enough=True
    ).ref


def opens(jk: Jikim, secret: str, address: str = MOBILE) -> SignedIn:
    return jk.do(open_order, ("mobile",), address, address, secret, "192.0.2.9")


def test_each_order_opens_by_its_own_password_and_by_no_other(jk: Jikim) -> None:
    """Of two orders of one telephone each password opens its own; a wrong one, another's telephone and nobody's open none."""
    one, two = order(jk, SECRET), order(jk, OTHER)
    for ref, secret in ((one, SECRET), (two, OTHER)):
        found = opens(jk, secret)
        assert found.person is not None
        assert (found.person.subject, found.person.kind) == (ref.subject, "guest")
    assert opens(jk, "wrong heron 99").person is None
    assert opens(jk, SECRET, "010-9999-0101").person is None


def test_wrong_tries_wait_whoever_is_known(jk: Jikim) -> None:
    """After the free ones the next has to wait, the right password too; and the same of a telephone that nobody gave."""
    order(jk, SECRET)
    for address in (MOBILE, "010-9999-0101"):
        tries = [opens(jk, "wrong heron 99", address).tried.allowed for _ in range(FREE + 1)]
        assert tries == [True] * FREE + [False]
    assert opens(jk, SECRET).person is None


def test_the_password_is_nobodys_to_read_and_goes_with_the_order(jk: Jikim) -> None:
    """It is refused for every purpose, shown to its own guest as a hash of nothing, and opens nothing once the order is over."""
    ref = order(jk, SECRET)
    with pytest.raises(DeniedError) as refused:
        jk.use(ref, purpose="orders", items=["order_password"])
    assert refused.value.why == "unreadable"
    assert SECRET not in str(jk.show(ref.subject))
    jk.event(ref, "settled")
    assert opens(jk, SECRET).person is None
    jk.sweep()
    assert opens(jk, SECRET).person is None


def test_an_order_is_no_account(file: PolicyFile) -> None:
    """Nobody joins by an order's password, and no guest has an account by it."""
    policy = compile_policy(file, Numbers())
    assert (list(secrets_of(policy)), list(order_secrets(policy))) == (["account"], ["order"])
    assert set(joinings(policy)) == {"member", "corporate"}


def test_a_simple_account_beside_the_general_one_has_a_form_of_its_own(file: PolicyFile) -> None:
    """Two record kinds of members are two kinds of account, each with its items; the one of companies keeps its name."""
    account = file.records["account"]
    items = account.items.model_copy(
        update={"cases": {}, "required": ("login_id", "password", "email"), "optional": ()}
    )
    simple = account.model_copy(update={"of": (SubjectKind.MEMBER,), "items": items, "via": ("site",)})
    policy = compile_policy(file.model_copy(update={"records": {**file.records, "simple": simple}}), Numbers())
    found = joinings(policy)
    assert set(found) == {"account.member", "corporate", "simple.member"}
    assert [field.name for field in found["simple.member"].fields] == ["login_id", "email"]
    assert "mobile" in [field.name for field in found["account.member"].fields]
