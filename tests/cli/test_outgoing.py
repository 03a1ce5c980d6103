"""Mails and text messages of a site that begins: tried and told, or written to the console."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.mail.servers import post
from tests.waiting import PATIENCE
from tests.web.running import free_port

from jikim.cli.outgoing import lacking, on_the_console, tell_what_is_lacking
from jikim.mail.letters import letter
from jikim.mail.sending import send_now
from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile
from jikim.settings import Endpoint, Settings
from jikim.web.account.texting import send_text

NONE = Settings(Path("nowhere"), mail_from="jikim@example.com")


def told(settings: Settings, file: PolicyFile, language: str = "en") -> list[str]:
    """What is said, each message with its hint."""
    return [f"{message}; {hint}" for message, hint in lacking(settings, file, "ko" if language == "ko" else "en")]


def test_what_is_not_set_is_said(homepage: PolicyFile, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a server for mails, and for text messages where mobile numbers are collected, both are named with the
    setting, in both languages and on stderr."""
    mails, texts = told(NONE, homepage)
    assert "nobody can join" in mails
    assert ("JIKIM_SMTP" in mails, "JIKIM_SMS" in texts) == (True, True)
    assert [("가입할 수 없습니다" in one, "휴대전화번호" in one) for one in told(NONE, homepage, "ko")] == [
        (True, False),
        (False, True),
    ]
    tell_what_is_lacking(NONE, homepage, "en").join(PATIENCE)
    assert capsys.readouterr().err.count("warning: ") == 2


def test_what_is_set_is_tried(homepage: PolicyFile) -> None:
    """Servers that answer are silent, and take nothing; those that do not are named."""
    nobody = free_port()
    with post() as box, socket.create_server(("127.0.0.1", 0)) as listens:
        sms = Endpoint(f"http://127.0.0.1:{listens.getsockname()[1]}/")
        fine = replace(NONE, smtp=f"smtp://127.0.0.1:{box.port}", sms=sms)
        assert told(fine, homepage) == []
        assert box.mails == []
    away = replace(NONE, smtp=f"smtp://127.0.0.1:{nobody}", sms=Endpoint(f"http://127.0.0.1:{nobody}/"))
    mails, texts = told(away, homepage)
    assert "the mail server was not reached; check JIKIM_SMTP" in mails
    assert "no text message can be sent now" in texts
    (clear,) = told(replace(fine, smtp="smtp://mail.example.com", sms=away.sms), homepage)[:1]
    assert "in the clear" in clear


def test_while_a_policy_is_written_they_stand_on_the_console(
    homepage: PolicyFile, capsys: pytest.CaptureFixture[str]
) -> None:
    """A code by mail and one by text message are read there; a server that is set is left as it is."""
    code = letter(compile_policy(homepage), date(2026, 11, 27), "en", "verify-code", code="123456", minutes="10")
    with on_the_console(NONE) as settings:
        assert told(settings, homepage) == []
        send_now(settings, "gana@example.com", code)
        asyncio.run(send_text(settings, "010-0000-4321", "Your code is 654321."))
        out = capsys.readouterr().out
    assert "mail to gana@example.com: " in out
    assert "123456" in out
    assert "text message to 010-0000-4321: Your code is 654321." in out
    own = replace(NONE, smtp="smtps://mail.example.com", sms=Endpoint("https://sms.example.com/"))
    with on_the_console(own) as settings:
        assert settings == own
