"""Mails and text messages of a site that begins: whether they can leave is tried and told, so that nobody hears of it
from who could not join. While a policy is written, what no server takes stands on the console.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from jikim.cli import terminal
from jikim.cli.options import Language, words
from jikim.mail.mailbox import Mail, Mailbox
from jikim.mail.sending import MailError, greet, unreached
from jikim.policy.model import ItemType, PolicyFile
from jikim.settings import Endpoint, Settings

PATIENCE = 5.0
_LACKING = {
    "no mail": {
        "en": (
            "no mail can be sent, so nobody can join: JIKIM_SMTP is not set",
            "set it, or try things out with --dev",
        ),
        "ko": (
            "JIKIM_SMTP가 설정되지 않아 메일을 보낼 수 없으므로 아무도 가입할 수 없습니다",
            "설정하거나, 시험 중이라면 --dev로 실행해 주세요",
        ),
    },
    "mail": {
        "en": ("no mail can be sent now, so nobody can join: {}", "{}"),
        "ko": (
            "지금은 메일을 보낼 수 없어 아무도 가입할 수 없습니다: {}",
            "JIKIM_SMTP의 서버, 포트, 계정을 확인해 주세요",
        ),
    },
    "no texts": {
        "en": ("phone numbers are not verified: JIKIM_SMS is not set", "set it and JIKIM_SMS_SECRET"),
        "ko": (
            "JIKIM_SMS가 설정되지 않아 휴대전화번호를 확인하지 않습니다",
            "JIKIM_SMS와 JIKIM_SMS_SECRET을 설정해 주세요",
        ),
    },
    "texts": {
        "en": (
            "no text message can be sent now: nothing answers at the address in JIKIM_SMS",
            "check the address, and that its server runs",
        ),
        "ko": (
            "지금은 문자 메시지를 보낼 수 없습니다: JIKIM_SMS의 주소에 연결되지 않습니다",
            "주소와 서버를 확인해 주세요",
        ),
    },
}
_SHOWN = {
    "en": "mails and text messages that have no server are shown here and sent to nobody",
    "ko": "서버를 설정하지 않은 메일과 문자 메시지는 여기에 표시만 하고 보내지 않습니다",
}


def tell_what_is_lacking(
    settings: Settings, file: PolicyFile, language: Language, *, as_json: bool = False
) -> threading.Thread:
    """Tries both beside the answers, which wait for neither, and tells on stderr what does not work; `as_json`: a line
    of JSON each, as the journal's are."""

    def tell() -> None:
        for message, hint in lacking(settings, file, language):
            if as_json:
                said = {"event": "lacking", "level": "warning", "message": message, "hint": hint}
                terminal.line(json.dumps(said, ensure_ascii=False), stderr=True)
                continue
            warning, way_on = ("경고:", "도움말:") if language == "ko" else ("warning:", "hint:")
            terminal.line(f"{warning} {message}", (warning, "bold yellow"), stderr=True)
            terminal.line(f"{way_on} {hint}", (way_on, "bold"), stderr=True)

    told = threading.Thread(target=tell, daemon=True)
    told.start()
    return told


def lacking(settings: Settings, file: PolicyFile, language: Language) -> Iterator[tuple[str, str]]:
    """What is wrong with mails and with text messages here, each with the way on; nothing is sent. Text messages are
    asked about where the policy collects mobile numbers."""
    if settings.smtp is None:
        yield _LACKING["no mail"][language]
    else:
        try:
            asyncio.run(asyncio.wait_for(greet(settings), PATIENCE))
        except (MailError, TimeoutError) as error:
            message, hint = _LACKING["mail"][language]
            found = (error if isinstance(error, MailError) else unreached()).spoken(language)
            yield message.format(found.message), hint.format(found.hint)
    if settings.sms is not None:
        url = urlsplit(settings.sms.url)
        try:
            where = (url.hostname or "", url.port or (443 if url.scheme == "https" else 80))
            socket.create_connection(where, PATIENCE).close()
        except OSError:
            yield _LACKING["texts"][language]
    elif any(item.type is ItemType.MOBILE for item in file.items.values()):
        yield _LACKING["no texts"][language]


@contextmanager
def on_the_console(settings: Settings, language: Language = "en") -> Iterator[Settings]:
    """Settings with which every mail and text message can be sent; what had no server is written here."""
    with ExitStack() as stack:
        if settings.smtp is None:
            settings = replace(settings, smtp=stack.enter_context(Mailbox(_mail)).url)
        if settings.sms is None:
            settings = replace(settings, sms=Endpoint(stack.enter_context(_texts())))
        terminal.line(_SHOWN[language])
        yield settings


def _mail(mail: Mail) -> None:
    head = words("mail to", "메일")
    terminal.line(f"\n{head} {mail.to}: {mail.subject}", (head, "bold"))
    terminal.line("\n".join(f"    {line}" for line in mail.text.strip().splitlines()))


@contextmanager
def _texts() -> Iterator[str]:
    """A stand-in for who sends text messages, on loopback: its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Texts)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Texts(BaseHTTPRequestHandler):
    """Takes `{"to": …, "text": …}`, and writes it to the console."""

    def do_POST(self) -> None:
        try:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            to, text = str(asked["to"]), str(asked["text"])
        except (ValueError, KeyError, TypeError):
            self.send_error(400)
            return
        head = words("text message to", "문자 메시지")
        terminal.line(f"\n{head} {to}: {text}", (head, "bold"))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the message itself is on the console."""
