"""Browsers without a screen at the demo's own site: what people do in the story's last chapter, they do through its
pages, as anybody would.

Guarantees that a form is sent with what its page set (its token, its mark against sending twice), and that an answer that
is no success stops the story.
"""

from __future__ import annotations

import re
from typing import Any, Self

import httpx

from jikim.clock import machine_seconds, machine_wait
from jikim.demo.entering import Entrance, code
from jikim.demo.report import BrokenError
from jikim.mail.mailbox import Mailbox

_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
_ONCE = re.compile(r'name="once" value="([0-9a-f]{32})"')
_CODE = re.compile(r"\b(\d{6})\b")
_PATIENCE = 30.0


class Door:
    """One browser. `came` is the page it last saw."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def enter(self, one: Entrance) -> Self:
        """Signs in: somebody of the office with a code of their app too."""
        if one.office:
            self.send("/office/sign-in", handler=one.login, password=one.password, code=code(one).digits)
        else:
            self.send("/sign-in", name=one.login, password=one.password)
        return self

    def send(self, page: str, to: str = "", /, **fields: Any) -> httpx.Response:
        """Opens a page, and sends the form on it that goes `to` (by default to the page's own address)."""
        return self.press(self.client.get(page), to or page.partition("?")[0], **fields)

    def press(self, page: httpx.Response, to: str, /, **fields: Any) -> httpx.Response:
        """Sends a form of a page that is open. Raises BrokenError for an answer that says that something is wrong."""
        text = page.text[max(page.text.find("<main"), 0) :]
        forms = [found[0] for found in re.finditer(r"<form.*?</form>", text, re.S) if _TOKEN.search(found[0])]
        form = next((one for one in forms if f'action="{to}"' in one), text)
        marks = {
            name: found[1]
            for name, found in (("_csrf_token", _TOKEN.search(form)), ("once", _ONCE.search(form)))
            if found
        }
        answer = self.client.post(to, data={**marks, **fields})
        if answer.status_code not in (200, 303):
            raise BrokenError(f"{to}: {answer.status_code}")
        return answer


def code_for(box: Mailbox, address: str) -> str:
    """The six digits that were mailed to somebody, once they have arrived."""
    end = machine_seconds() + _PATIENCE
    while machine_seconds() < end:
        for mail in box.mails:
            if mail.to == address and (found := _CODE.search(mail.text)):
                return found[1]
        machine_wait(0.05)
    raise BrokenError("no mail with a code")
