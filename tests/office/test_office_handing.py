"""Handing on by hand: a handler chooses records and a receiver, sees what will leave, makes a file that the receiver
alone opens, and confirms it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from tests.employed import admin_of, ledger_of
from tests.office.conftest import Office, post
from tests.office.test_office_open import once, value

import jikim
from jikim.clock import machine_moment
from jikim.disclosures.envelope import read_certificate
from jikim.disclosures.handing_on import messages
from jikim.errors import InvalidError
from jikim.policy.numbers import Space
from jikim.proof import handover
from jikim.proof.checkpoint import VerifierKey

KIS = "/office/handing/processor/kis/debt-collection"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key: Any = KEY, *, days: int = 400, usage: bool | None = None) -> bytes:
    """A receiver's own certificate, good from yesterday; `usage`: whether it is for encryption."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "invented-collector.example")])
    now = machine_moment()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=20_000))
        .not_valid_after(now + timedelta(days=days))
    )
    if usage is not None:
        flags = dict.fromkeys(
            (
                "content_commitment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        made = made.add_extension(x509.KeyUsage(digital_signature=True, key_encipherment=usage, **flags), critical=True)
    return made.sign(KEY, hashes.SHA256()).public_bytes(Encoding.PEM)


THEIRS = certificate()


def unpaid(office: Office) -> tuple[jikim.Ref, str]:
    """Somebody's order, and the name in it that nobody else has."""
    name = "카타파 " + "".join("가나다라마바사아자차카타파하거너"[int(digit, 16)] for digit in uuid4().hex[:10])
    person, _ = office.member(name=name)
    said = {"name": name, "phone": "02-555-0160", "lines": [{"product": "RemoteView Box", "quantity": 1}]}
    return office.jk.collect("order", said, channel="homepage", subject=person, old_enough=True).ref, name


def before(browser: httpx.Client, *refs: jikim.Ref, to: str = "processor/kis/debt-collection") -> httpx.Response:
    return post(browser, f"/office/records/{refs[0].kind}/hand-on/before", to=to, record=value(*refs))


def hand_on(browser: httpx.Client, items: list[str], *refs: jikim.Ref) -> httpx.Response:
    """Both steps, as the buttons take them."""
    mark = once(before(browser, *refs).text)
    form = {"to": "processor/kis/debt-collection", "record": value(*refs), "item": items, "chosen": "yes", "once": mark}
    return post(browser, f"/office/records/{refs[0].kind}/hand-on", **form)


def message_of(
    office: Office, ref: jikim.Ref, space: Space = "processor", to: str = "kis", purpose: str = "debt-collection"
) -> str:
    """The number under which what leaves of a record waits."""
    (found,) = [one.message for one in office.jk.do(messages, space, to, purpose) if one.record == ref.record]
    return str(found)


def entered(office: Office) -> None:
    """An officer enters the collector's certificate."""
    page = post(office.officer("h-hands-officer"), f"{KIS}/certificate", files={"certificate": ("c.pem", THEIRS)})
    assert "invented-collector.example" in page.text, page.text


def opened(made: httpx.Response) -> dict[str, bytes]:
    """What the receiver finds in an envelope, with the key of its certificate."""
    assert made.headers["content-type"].startswith("application/pkcs7-mime")
    return opened_bytes(made.content)


def decrypted(content: bytes) -> bytes:
    """The ZIP in an envelope."""
    return pkcs7.pkcs7_decrypt_der(content, x509.load_pem_x509_certificate(THEIRS), KEY, [])


def opened_bytes(content: bytes) -> dict[str, bytes]:
    """The same of the file alone."""
    with zipfile.ZipFile(io.BytesIO(decrypted(content))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.clause("4.6")
def test_what_will_leave_is_shown_and_nothing_leaves_yet(office: Office) -> None:
    """Before: to whom, why, which items, by its clause; a value is not among it, and nothing is queued."""
    ref, name = unpaid(office)
    page = before(office.worker("h-hands-before", "debt-collection"), ref).text
    assert "한국신용평가정보" in page
    assert "미납" in page
    assert 'value="name"' in page
    assert 'value="email"' not in page
    assert name not in page
    assert not [one for one in ledger_of(office.jk, ref.subject) if one["event"].startswith("record:entrust:")]


@pytest.mark.clause("4.6")
def test_a_file_is_made_for_the_receiver_alone_given_and_confirmed(office: Office) -> None:
    """Two orders, the items ticked and no other, in an envelope that its key opens; the signature holds; confirmed by a
    person, it is done."""
    entered(office)
    refs = [unpaid(office), unpaid(office)]
    browser = office.worker("h-hands-whole", "debt-collection")
    assert "2건" in hand_on(browser, ["name"], *(ref for ref, _ in refs)).text
    wanted = [message_of(office, ref) for ref, _ in refs]
    assert all(one in browser.get(KIS).text for one in wanted)
    made = post(browser, f"{KIS}/file", message=wanted, once=once(browser.get(KIS).text))
    assert all(name.encode() not in made.content for _, name in refs)
    inside = opened(made)
    rows = list(csv.reader(io.StringIO(inside["data.csv"].decode("utf-8-sig"))))
    assert sorted(row[2] for row in rows[1:]) == sorted(name for _, name in refs)
    assert "02-555-0160" not in inside["data.csv"].decode()
    told = json.loads(inside["signature.json"])
    key = Ed25519PublicKey.from_public_bytes(VerifierKey.parse(told["key"]).public)
    key.verify(bytes.fromhex(told["signature"]), f"{handover.KIND}\n{told['content']}".encode())
    assert json.loads(told["content"])["sha256"]["data.csv"] == hashlib.sha256(inside["data.csv"]).hexdigest()
    # As the receiver and an auditor check it, by the key that the ledger's checkpoints bear.
    checked = handover.verify(decrypted(made.content), office.jk.signer.verifier)
    assert (checked.faults, checked.to, set(checked.messages)) == ((), "kis", set(wanted))
    done = post(browser, f"{KIS}/given", message=wanted, how="post", number="1234-5678")
    assert "2건의 전달을 확인했습니다" in done.text
    assert all(one not in browser.get(KIS).text for one in wanted)
    for ref, _ in refs:
        events = {
            one["event"].removesuffix(":allowed"): one["actor"]
            for one in ledger_of(office.jk, ref.subject)
            if str(ref.record) == one.get("record")
        }
        assert "h-hands-whole" in events["record:entrust-sent"]
        assert "h-hands-whole" in events["record:entrust-receipt"]


@pytest.mark.clause("4.6")
def test_without_a_certificate_nothing_is_taken_out(office: Office) -> None:
    """A receiver that has none gets no file, and no entry says that anything left."""
    ref, _ = unpaid(office)
    browser = office.worker("h-hands-none", "delivery")
    to = "recipient/service-least/delivery"
    mark = once(before(browser, ref, to=to).text)
    post(browser, "/office/records/order/hand-on", to=to, record=value(ref), item=["name"], chosen="yes", once=mark)
    way = "/office/handing/recipient/service-least/delivery"
    message = message_of(office, ref, "recipient", "service-least", "delivery")
    said = post(browser, f"{way}/file", message=[message], once=once(browser.get(way).text))
    assert "인증서를 먼저 등록해 주세요" in said.text
    assert not [one for one in ledger_of(office.jk, ref.subject) if one["event"].startswith("record:provide-sent")]


@pytest.mark.clause("10.6")
def test_who_has_no_grant_for_the_purpose_neither_queues_nor_takes(office: Office) -> None:
    """A handler of another purpose is offered no such way, and the receiver's page refuses, in words that name the
    promise."""
    entered(office)
    ref, _ = unpaid(office)
    browser = office.worker("h-hands-other", "delivery")
    assert "processor/kis" not in browser.get("/office/records/order").text
    assert "선택해 주세요" in before(browser, ref).text
    assert browser.get(KIS).status_code == 403
    assert post(browser, f"{KIS}/file", message=[str(uuid4())]).status_code == 403
    assert post(browser, f"{KIS}/given", message=[str(uuid4())], how="post").status_code == 403


def test_a_handler_enters_no_certificate(office: Office) -> None:
    """Whose key it is, is an officer's word: a handler's is refused, and none changes."""
    entered(office)
    browser = office.worker("h-hands-key", "debt-collection")
    post(
        browser,
        f"{KIS}/certificate",
        files={"certificate": ("c.pem", certificate(rsa.generate_private_key(65537, 3072)))},
    )
    assert read_certificate(THEIRS, office.jk.now()).fingerprint in browser.get(KIS).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no certificate", "no X.509"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no X.509"),
        (certificate(ec.generate_private_key(ec.SECP256R1())), "encrypted to its key"),
        (certificate(rsa.generate_private_key(65537, 1024)), "encrypted to its key"),
        (certificate(days=-1), "not valid today"),
        (certificate(usage=False), "for signing alone"),
    ],
)
def test_a_certificate_that_nothing_can_be_encrypted_to_is_refused(content: bytes, said: str) -> None:
    """Each by what is wrong with it, in both languages."""
    with pytest.raises(InvalidError, match=said) as caught:
        read_certificate(content, machine_moment())
    assert re.search("[가-힣]", caught.value.words("ko").reason)


def test_a_certificate_for_encryption_is_read() -> None:
    """Its fingerprint is that which other tools show."""
    read = read_certificate(certificate(usage=True), machine_moment())
    assert read.fingerprint.replace(":", "").lower() == read.certificate.fingerprint(hashes.SHA256()).hex()


@pytest.mark.clause("4.6")
def test_what_waits_for_more_than_a_day_stands_on_the_first_page(office: Office) -> None:
    """Of whoever's grant names the purpose; a handler of another purpose is not told."""
    ref, _ = unpaid(office)
    browser = office.worker("h-hands-day", "debt-collection")
    hand_on(browser, ["name"], ref)
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("UPDATE live.outbox SET made = made - interval '2 days' WHERE record = %s", (ref.record,))
    assert "직접 전달할 자료: 한국신용평가정보" in browser.get("/office").text
    assert "직접 전달할 자료" not in office.worker("h-hands-not", "delivery").get("/office").text


def test_a_confirmation_sent_again_says_that_nothing_was_confirmed(office: Office) -> None:
    """A second press, or an old tab: nothing waits any more, and the page says of no record that it was confirmed or
    recorded just now."""
    entered(office)
    ref, _ = unpaid(office)
    browser = office.worker("h-hands-again", "debt-collection")
    hand_on(browser, ["name"], ref)
    wanted = [message_of(office, ref)]
    post(browser, f"{KIS}/file", message=wanted, once=once(browser.get(KIS).text))
    assert "1건의 전달을 확인했습니다" in post(browser, f"{KIS}/given", message=wanted, how="post").text
    again = post(browser, f"{KIS}/given", message=wanted, how="post")
    assert again.status_code == 422
    assert "전달을 확인했습니다" not in again.text
    assert "이미 확인되었거나" in again.text
    never = post(browser, f"{KIS.replace('/office', '/en/office')}/given", message=[str(uuid4())], how="post").text
    assert "confirmed as handed over" not in never


@pytest.mark.clause("3.6")
def test_a_preview_promises_what_the_act_does(office: Office) -> None:
    """Of three orders one is paid and names the receiver as its other party: the page says so of that one alone, says of
    each other why it stays, and the button hands on the one. Nobody was refused anything by looking."""
    to = "recipient/counterparty/delivery"
    said = {"name": "가나다", "phone": "02-555-0160", "lines": [{"product": "install-visit", "quantity": 1}]}
    how: Any = {"channel": "homepage", "subject": "guest", "old_enough": True}
    ours, unpaid, paid = (
        office.jk.collect("order", said, counterparty=party, **how).ref
        for party in ("", "counterparty", "counterparty")
    )
    for ref in (ours, paid):
        office.jk.event(ref, "paid")
    browser = office.worker(f"h-previews-{paid.record.hex[:8]}", "delivery", "billing")
    browser.get("/office/records/order", params={"order": "newest"})
    shown = before(browser, ours, unpaid, paid, to=to).text
    assert "1건을 다음과 같이 전달합니다" in shown
    assert shown.count("전달하지 않음: ") == 2
    assert "이 주문의 상대방이 아닌 곳에는" in shown
    assert "결제가 이루어지기 전에는" in shown
    office.jk.sequence()
    assert not [use for ref in (ours, unpaid) for use in ledger_of(office.jk, ref.subject) if "denied" in use["event"]]
    form = {"to": to, "record": value(paid), "item": ["name"], "chosen": "yes", "once": once(shown)}
    assert "1건의 전송을 등록했습니다" in post(browser, "/office/records/order/hand-on", **form).text
    assert message_of(office, paid, "recipient", "counterparty", "delivery")
