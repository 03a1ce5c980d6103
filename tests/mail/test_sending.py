"""Sending: over TLS that is verified, to one address, with no way for a value into the headers."""

from __future__ import annotations

import gc
import ssl
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.certificates import self_signed
from tests.mail.servers import post
from tests.web.running import free_port

from jikim.mail.letters import Letter, letter
from jikim.mail.sending import MailError, compose, send_now, server_of
from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile
from jikim.settings import Settings

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def code(homepage: PolicyFile) -> Letter:
    """A letter with a code."""
    return letter(compile_policy(homepage), TODAY, "ko", "verify-code", code="123456", minutes="10")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for 127.0.0.1, and the certificate that whoever trusts it must know."""
    pem, private = self_signed(tmp_path_factory.mktemp("tls"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, private)
    return context, pem


def settings(url: str | None) -> Settings:
    return Settings(Path("nowhere"), smtp=url, mail_from="jikim@example.com")


def test_a_mail_arrives(code: Letter) -> None:
    """Text and HTML of one letter, from us, to one address, answers to the officer; a machine knows that a machine
    wrote it."""
    with post() as box:
        send_now(settings(f"smtp://127.0.0.1:{box.port}"), "gana@example.com", code)
    (mail,) = box.mails
    assert box.to == ["gana@example.com"]
    assert str(mail["subject"]) == "리모트뷰 제품 홈페이지 인증번호"
    assert "알서포트주식회사" in str(mail["from"])
    assert "jikim@example.com" in str(mail["from"])
    assert str(mail["reply-to"]) == "support.kr@rsupport.com"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["message-id"].endswith("@example.com>")
    assert mail["date"]
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert isinstance(plain, EmailMessage)
    assert isinstance(rich, EmailMessage)
    assert "123456" in plain.get_content()
    assert "123456" in rich.get_content()


def test_international_addresses(code: Letter) -> None:
    """A Korean domain travels in its ASCII form; a Korean name before the @ travels as it is, to a server that can."""
    with post() as box:
        url = f"smtp://127.0.0.1:{box.port}"
        send_now(settings(url), "gana@지킴.example", code)
        send_now(settings(url), "가나@example.com", code)
    assert box.to == ["gana@xn--9b6b60k.example", "가나@example.com"]


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "a b@example.com",
        "",
        "a@",
        "a@b@c.example",
    ],
)
def test_what_is_no_address_is_not_written_to(code: Letter, address: str) -> None:
    """An address that holds a line end, a second address or none is refused before anything is sent, and is not
    repeated."""
    with post() as box, pytest.raises(MailError) as refused:
        send_now(settings(f"smtp://127.0.0.1:{box.port}"), address, code)
    assert box.mails == []
    assert refused.value.permanent
    assert not address or address not in str(refused.value)


def test_no_fact_becomes_a_header(homepage: PolicyFile) -> None:
    """A title with line ends stays one subject; the mail has the headers that we gave it and no other."""
    title = "x\r\nBcc: b@example.com\r\n\r\nbody"
    written = letter(compile_policy(homepage), TODAY, "en", "notice", title=title, text="t")
    message = compose("jikim@example.com", "gana@example.com", written)
    assert set(message.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "Content-Language",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }
    assert "Bcc: b@example.com body" in str(message["Subject"])


# The server's own: it warns of a way to sign in that TLS protects from its first byte, and leaves the broken
# handshake's socket to the collector.
@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.clause("10.4")
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_tls_is_verified(
    code: Letter, certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """A server whose certificate nobody vouches for gets nothing; one that is vouched for does, user and password too."""
    context, pem = certificate
    given = {"tls": context} if scheme == "smtps" else {"start_tls": context}
    with post(auth=True, **given) as box:
        named = settings(f"{scheme}://jikim:s3%3Acret%2F@127.0.0.1:{box.port}")
        with pytest.raises(MailError, match="not reached"):
            send_now(named, "gana@example.com", code)
        assert box.users == []
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        send_now(named, "gana@example.com", code)
        with pytest.raises(MailError, match="did not let us in") as refused:
            send_now(settings(f"{scheme}://jikim:wrong@127.0.0.1:{box.port}"), "gana@example.com", code)
    gc.collect()
    assert len(box.mails) == 1
    assert set(box.users) == {b"jikim"}
    assert "wrong" not in str(refused.value)


@pytest.mark.clause("10.4")
def test_nothing_travels_in_the_clear(code: Letter) -> None:
    """Off this machine there is no plain SMTP, and no StartTLS that may be left out."""
    with pytest.raises(MailError, match="in the clear"):
        server_of(settings("smtp://mail.example:25"))
    assert server_of(settings("smtp+starttls://mail.example")) == ("mail.example", 587, False, True, None, None)
    assert server_of(settings("smtps://u:p@mail.example")) == ("mail.example", 465, True, False, "u", "p")
    with post() as box, pytest.raises(MailError, match=r"takes no such mail|not reached"):
        send_now(settings(f"smtp+starttls://127.0.0.1:{box.port}"), "gana@example.com", code)
    assert box.mails == []
    for wrong in (None, "mail.example", "imap://mail.example", "smtp://:25", "smtps://host:none"):
        with pytest.raises(MailError):
            server_of(settings(wrong))


@pytest.mark.parametrize(
    ("rcpt", "data", "permanent", "doubtful"),
    [
        ("550 no such user", "250 OK", True, True),
        ("450 later", "250 OK", False, False),
        ("250 OK", "554 no", True, False),
        ("250 OK", "451 later", False, False),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    code: Letter, rcpt: str, data: str, permanent: bool, doubtful: bool
) -> None:
    """What a server refuses for good is not tried again; only an address that it does not know is in doubt."""
    with post() as box:
        box.rcpt, box.data = rcpt, data
        with pytest.raises(MailError) as refused:
            send_now(settings(f"smtp://127.0.0.1:{box.port}"), "gana@example.com", code)
    assert (refused.value.permanent, refused.value.doubtful, refused.value.reached) == (permanent, doubtful, True)
    assert "gana" not in str(refused.value)


def test_a_server_that_is_not_there(code: Letter) -> None:
    """Nobody answers: it is said so, and may be tried again."""
    with pytest.raises(MailError, match="not reached") as refused:
        send_now(settings(f"smtp://127.0.0.1:{free_port()}"), "gana@example.com", code)
    assert (refused.value.permanent, refused.value.reached) == (False, False)
