"""The authorisation matrix, held over HTTP: who × route for the pages, key × route × purpose for the REST API. A new
route without a row fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.homepage.shop import Shop, shop
from tests.web.api_arranged import KEYS, bodies, call, keys
from tests.web.arranged import WHO, Everybody, everybody
from tests.web.asking import Asker, said
from tests.web.matrix import API, ONCE, PAGES, PROVE, PUBLIC, cell, outcome_of
from tests.web.routes import Route, routes

from jikim.api.keys import make_key
from jikim.api.route import BASE
from jikim.api.routes import ROUTES
from jikim.policy.model import PolicyFile


@pytest.fixture(scope="module")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A homepage of this file's own: what is asked of it changes what is there."""
    with shop(homepage, tmp_path_factory.mktemp("matrix")) as one:
        yield one


@pytest.fixture(scope="module")
def made(rv: Shop) -> Everybody:
    """Everybody who may stand at a page."""
    return everybody(rv)


@pytest.fixture(scope="module")
def ours(rv: Shop) -> list[Route]:
    """Every route of pages."""
    return [route for route in routes(rv.web) if route.of_pages]


def test_every_route_has_a_row(ours: list[Route]) -> None:
    """A route that is added has a row before it is let in, and no row outlives its route."""
    here = {str(route) for route in ours}
    assert sorted(here - set(PAGES)) == [], "these have no row in tests/web/matrix.py"
    assert sorted(set(PAGES) - here) == [], "these rows have no route"
    assert {path.removeprefix(BASE) for path in ROUTES} == set(API)
    assert {route.path for route in ours} >= set(PUBLIC)


@pytest.mark.clause("10.5")
@pytest.mark.parametrize("who", WHO)
def test_every_cell_of_the_pages_holds(made: Everybody, ours: list[Route], who: str) -> None:
    """Each route answers each who as its row says; and no page that another than the member is answered holds a value
    of the member's."""
    wrong = []
    given = made.given["member"]
    values = [
        given["name"],
        given["email"],
        given["mobile"],
        given["login_id"],
        "물안개로",
        "산마루에서는",
        "광고가 자꾸 옵니다",
    ]
    with Asker(made, who) as ask:
        for route in ours:
            if route in ONCE:
                continue
            answer = ask(route)
            found = said(answer)
            if found != outcome_of(route, who):
                wrong.append(f"{route}: {found}, not {outcome_of(route, who)}")
            if who != "member":
                wrong += [f"{route} shows {value}" for value in values if value in answer.text]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.clause("0.1")
def test_a_link_serves_once(made: Everybody) -> None:
    """A one-time link lets its first visitor in, and nobody after."""
    for route in ONCE:
        for expected in (outcome_of(route, "nobody"), "410"):
            with Asker(made, "nobody") as ask:
                assert said(ask(route)) == expected, route


@pytest.mark.clause("7.2")
def test_whatever_is_not_public_asks_who_one_is(ours: list[Route]) -> None:
    """Of every page that is not in the list of public ones: nobody is let in, and who proved themselves long ago has to
    do so again."""
    wrong = []
    for route in ours:
        if route.method != "GET" or route.path in PUBLIC:
            continue
        if outcome_of(route, "nobody") not in ("sign-in", "404", "to:/orders/#", "to:/orders/#/identity/kcp"):
            wrong.append(f"{route} lets nobody in")
        if outcome_of(route, "stale") == "200" and route.path not in PROVE:
            wrong.append(f"{route} asks for no proof")
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_form_without_its_token_is_refused(made: Everybody, ours: list[Route]) -> None:
    """Whatever changes something asks for the token of this site's own page, of everybody."""
    wrong = []
    for who in ("nobody", "member"):
        with Asker(made, who) as ask:
            for route in ours:
                if route.method != "GET":
                    answer = ask(route, token=False)
                    if answer.status_code != 403:
                        wrong.append(f"{route} as {who}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_an_applications_key_opens_no_page(made: Everybody, rv: Shop, ours: list[Route]) -> None:
    """A key of the REST API is worth nothing at the pages: whoever brings one is nobody there."""
    wrong = []
    key = keys(rv)["people"]
    with rv.web.client(headers={"authorization": f"Bearer {key}"}) as client:
        for route in ours:
            if route.method == "GET" and route not in ONCE:
                found = said(client.get(made.address(route)))
                if found != outcome_of(route, "nobody"):
                    wrong.append(f"{route}: {found}, not {outcome_of(route, 'nobody')}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_hook_takes_nothing_that_is_not_signed(rv: Shop) -> None:
    """What machines call refuses whatever is not signed with the secret that was agreed."""
    hooks = [route for route in routes(rv.web) if route.path.startswith("/hooks/")]
    assert hooks
    with rv.web.client() as client:
        for route in hooks:
            for headers in ({}, {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}):
                answer = client.post(route.path, content=b"{}", headers=headers)
                assert answer.status_code in (400, 401, 403, 404), (route, answer.status_code)


@pytest.mark.clause("10.5")
def test_every_cell_of_the_api_holds(made: Everybody, rv: Shop) -> None:
    """Each route of the REST API answers each sort of key as its row says, and a person's own session is no key."""
    wrong = []
    theirs = keys(rv)
    made.renew("member")
    for path, row in API.items():
        # The keys that may do nothing come first, so that what the others do meets it as it was.
        body = bodies(rv).get(path, {})
        for sort in KEYS:
            answer = call(rv, path, theirs[sort], body)
            if str(answer.status_code) != cell(row, KEYS, sort):
                wrong.append(
                    f"{path} with {sort}: {answer.status_code}, not {cell(row, KEYS, sort)}: {answer.text[:200]}"
                )
        answer = call(rv, path, None, body, cookies=made.cookies("member"))
        if str(answer.status_code) != cell(row, KEYS, "none"):
            wrong.append(f"{path} with a session: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.clause("2.1")
def test_every_purpose_opens_to_its_own_key_alone(rv: Shop) -> None:
    """For each purpose of the policy: a record is read under it by a key that has it, and by no key that has all the
    others."""
    jk = rv.jk
    ref = bodies(rv)["/use"]["ref"]
    wrong, read = [], 0
    every = list(jk.policy.file.purposes)
    for purpose in every:
        others = [name for name in every if name != purpose]
        until = jk.now() + timedelta(days=1)
        mine, theirs = (
            str(jk.driver.run(make_key(jk.house, "one", names, until=until, records=["order"]))[1])
            for names in ([purpose], others)
        )
        body = {"ref": ref, "purpose": purpose, "items": ["name"]}
        if call(rv, "/use", theirs, body).status_code != 403:
            wrong.append(f"{purpose} is open to a key without it")
        read += call(rv, "/use", mine, body).status_code == 200
    assert not wrong, "\n" + "\n".join(wrong)
    assert read >= 2
