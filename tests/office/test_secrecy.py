"""A demand that an order or a statute keeps secret: on no page, in no download and no mail of its person until the day
that an officer enters (3.3)."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from tests.office.conftest import Office, post
from tests.office.papers import text_of
from tests.web.person import signed_in

import jikim
from jikim.disclosures import demand_register, demands, secrecy
from jikim.errors import ConflictError, DeniedError, InvalidError
from jikim.jobs.handing_over_by_hand import hand_over
from jikim.reports.usage import notice
from jikim.store.holding import Ref
from jikim.verbs.provide import provide

PARTICULARS: dict[str, Any] = {
    "authority": "가나지방법원",
    "statute": "형사소송법 제219조",
    "document": "가나-2026-영장-7",
}


def demanded(office: Office, name: str) -> tuple[demand_register.Demand, jikim.Person, Ref]:
    """A draft about a new member, by a handler of this name."""
    person, _ = office.member()
    jk = office.jk
    actor = office.employ(name, "handler", ("identification",))
    number = jk.driver.run(
        demands.prepare(
            jk.house,
            to="authority",
            purpose="identification",
            ground="order",
            place="서류함 B",
            actor=actor,
            **PARTICULARS,
        )
    )
    one = jk.driver.run(demand_register.demand_of(jk.house, number))
    assert one is not None
    [card] = jk.show(person.subject).cards
    return one, person, card.ref


def carried_out(office: Office, one: demand_register.Demand, ref: Ref, name: str, *, frozen: bool = False) -> None:
    """The whole way of a demand, to what left by hand; `frozen` by a correction that was asked for meanwhile."""
    jk, house = office.jk, office.jk.house
    preparer, officer = jk.handler(name), office.employ("h-sec-on", "officer")
    with pytest.raises(DeniedError):
        jk.driver.run(demands.set_part(house, one, ref, ["login_id", "country"], actor=preparer))
    jk.driver.run(demands.set_part(house, one, ref, ["name", "email"], actor=preparer))
    jk.driver.run(demands.put(house, one, actor=preparer))
    asked = jk.driver.run(demand_register.demand_of(house, one.demand))
    assert asked is not None
    jk.driver.run(demands.approve(house, asked, asked.digest, actor=officer))
    approved = jk.driver.run(demand_register.demand_of(house, one.demand))
    assert approved is not None
    [part] = jk.driver.run(demand_register.parts_of(house, one.demand))
    if frozen:
        # What is frozen does not leave; what was refused is as secret as what was sent.
        opened = jk.ask_correction(ref, ["country"])
        ask: dict[str, Any] = {"to": "authority", "purpose": "identification", "items": part.items}
        with pytest.raises(DeniedError):
            jk.driver.run(provide(house.by(officer), ref, demand=one.demand, **ask))
        jk.refuse_correction(opened, reason="it is right as it is")
    assert jk.driver.run(demands.carry_out(house, approved, actor=officer)) == 1
    assert jk.driver.run(hand_over(house, ref.subject, part.message)) is not None


def seen_by(office: Office, person: jikim.Person) -> str:
    """All that reaches the person: every page, each download, each mail, and the yearly letter's facts."""
    jk = office.jk
    said = []
    with signed_in(office, person) as client:
        for path in ("/my", "/my/uses?what=everything", "/my/went", "/my/download/my-data.json"):
            said.append(client.get(path).text)
        archive = zipfile.ZipFile(io.BytesIO(client.get("/my/download/my-data.zip").content))
        said += [archive.read(name).decode() for name in archive.namelist()]
        said.append(text_of(client.get("/my/download/my-data.pdf").content))
        [card] = jk.show(person.subject).cards
        said.append(client.get(f"/my/record/{card.ref.record}").text)
    jk.mails()
    bodies = [mail.get_body(("plain",)) for mail in office.mails.mails if str(card.values["email"]) in str(mail["to"])]
    said += [str(body.get_content()) for body in bodies if body is not None]
    year = jk.now().astimezone(jk.policy.zone).year
    said.append(json.dumps(jk.driver.run(notice(jk.house, person.subject, year)), default=str))
    return "\n".join(said)


SIGNS = ("demand:part", "record:provide", "기관 요구에 포함", "제공 요청", '"authority"', PARTICULARS["document"])


@pytest.mark.clause("3.3")
def test_what_an_order_keeps_secret_appears_on_the_day_that_an_officer_enters(office: Office) -> None:
    """Prepared, refused in part, sent, corrected afterwards: nothing shows before the day; from that day on all of it
    does."""
    one, person, ref = demanded(office, "h-sec-jun")
    jk, house = office.jk, office.jk.house
    jk.driver.run(
        secrecy.keep_secret(house, one, by="형사소송법 제219조", document="가나-2026-7", actor=jk.handler("h-sec-jun"))
    )
    carried_out(office, one, ref, "h-sec-jun", frozen=True)
    opened = jk.ask_correction(ref, ["name"])
    jk.correct(opened, {"name": "라마바"})
    jk.sequence()
    hidden = seen_by(office, person)
    for sign in SIGNS:
        assert sign not in hidden, sign
    officer = office.employ("h-sec-on", "officer")
    jk.driver.run(
        secrecy.tell_from(house, one, house.today() + timedelta(days=1), document="가나-2026-8", actor=officer)
    )
    assert "record:provide" not in seen_by(office, person)
    jk.driver.run(secrecy.tell_from(house, one, house.today(), document="가나-2026-8", actor=officer))
    told = seen_by(office, person)
    for sign in SIGNS:
        assert sign in told, sign
    # Whom it was told stays told.
    with pytest.raises(ConflictError):
        jk.driver.run(
            secrecy.tell_from(house, one, house.today() + timedelta(days=9), document="가나-2026-9", actor=officer)
        )


def public(office: Office) -> list[str]:
    """The promises as anybody reads them, in both languages."""
    found = []
    for path in ("/promises", "/en/promises"):
        text = office.client().get(path).text
        found += re.findall(r'<section class="promise state-.*?</section>', text, re.S)
    return [one for one in found if 'id="p10.' not in one]


@pytest.mark.clause("3.3")
def test_no_promise_in_public_changes_with_a_secret_demand(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepared, decided, sent and confirmed: the public page says the same of every promise, and of this one never
    *never*."""
    # Each look is a proof of its own.
    monkeypatch.setattr("jikim.web.public.evidence.KEPT_SECONDS", -1.0)
    monkeypatch.setattr("jikim.web.public.evidence.SHARE", 0.0)
    one, _, ref = demanded(office, "h-sec-pub")
    jk, house = office.jk, office.jk.house
    actor = jk.handler("h-sec-pub")
    jk.driver.run(secrecy.keep_secret(house, one, by="형사소송법 제219조", document="가나-2026-7", actor=actor))
    jk.sequence()
    before = public(office)
    carried_out(office, one, ref, "h-sec-pub")
    jk.sequence()
    assert public(office) == before
    [ko, en] = [part for part in before if 'id="p3.3"' in part]
    assert "공개하지 않습니다" in ko
    assert "아직" not in ko
    assert "yet" not in en


@pytest.mark.clause("3.3")
def test_what_nobody_keeps_secret_is_told_as_ever(office: Office) -> None:
    """The signs that the test before looks for are there where no order forbids telling: the search can fail."""
    one, person, ref = demanded(office, "h-sec-min")
    carried_out(office, one, ref, "h-sec-min", frozen=True)
    told = seen_by(office, person)
    for sign in SIGNS:
        assert sign in told, sign


@pytest.mark.clause("3.3")
def test_secrecy_names_what_forbids_telling_and_an_officer_ends_it(office: Office) -> None:
    """Neither begins nor ends without its document; another handler keeps nothing secret, and no handler enters the
    day."""
    one, *_ = demanded(office, "h-sec-bom")
    jk, house = office.jk, office.jk.house
    preparer = jk.handler("h-sec-bom")
    for words in ({"by": "", "document": "1"}, {"by": "형사소송법 제219조", "document": " "}):
        with pytest.raises(InvalidError):
            jk.driver.run(secrecy.keep_secret(house, one, actor=preparer, **words))
    other = office.employ("h-sec-lim", "handler", ("identification",))
    with pytest.raises(DeniedError):
        jk.driver.run(secrecy.keep_secret(house, one, by="형사소송법 제219조", document="1", actor=other))
    jk.driver.run(secrecy.keep_secret(house, one, by="형사소송법 제219조", document="1", actor=preparer))
    with pytest.raises(DeniedError):
        jk.driver.run(secrecy.tell_from(house, one, house.today(), document="2", actor=preparer))
    officer = office.employ("h-sec-on", "officer")
    with pytest.raises(InvalidError):
        jk.driver.run(secrecy.tell_from(house, one, house.today(), document="", actor=officer))
    with pytest.raises(InvalidError):
        jk.driver.run(secrecy.tell_from(house, one, house.today() - timedelta(days=1), document="2", actor=officer))


@pytest.mark.clause("3.3")
def test_it_is_kept_secret_and_told_on_the_demands_page(office: Office) -> None:
    """Whoever prepared it keeps it secret by a button before any record is chosen, and an officer enters the day there."""
    one, *_ = demanded(office, "h-sec-yun")
    path = f"/office/disclosures/demands/{one.demand}"
    worker, officer = office.browser("h-sec-yun"), office.officer("h-sec-on")
    assert post(worker, f"{path}/step", do="keep-secret", secret_by="통신비밀보호법 제9조의2").status_code == 422
    kept = {"secret_by": "통신비밀보호법 제9조의2", "secret_document": "유예-1"}
    assert post(worker, f"{path}/step", do="keep-secret", **kept).status_code == 303
    assert "통신비밀보호법 제9조의2" in officer.get(path).text
    assert 'name="tell"' not in worker.get(path).text
    day = (office.jk.house.today() + timedelta(days=30)).isoformat()
    assert post(officer, f"{path}/step", do="tell", tell=day, tell_document="유예-2").status_code == 303
    shown = re.sub(r"<[^>]+>", "", officer.get(path).text)
    assert "정보주체 공개일" in shown
    assert "유예-2" in shown
