"""Asking a system whether it still has somebody who does not exist: by a query, over HTTP, or by what comes to a mailbox.

Each only reads. What cannot be asked is neither there nor not there: the answer is None.
"""

from __future__ import annotations

import email
import email.policy
import http.client
import imaplib
import json
import mailbox
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from jikim.attach.reflection import opened
from jikim.errors import JikimError
from jikim.urls import for_data, target

SECONDS, LARGEST = 10.0, 64 * 1024
UNREAD = (OSError, imaplib.IMAP4.error, mailbox.Error, KeyError, ValueError)  # what a mailbox may be read wrong with
_TO = ("to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to")


class Arrived(NamedTuple):
    """The head of a mail: the digest by which it is known again, to whom it went, whether it is sent to many
    (`List-Unsubscribe`, `Precedence`, or the 광고 mark of the Network Act §50④), and when it came, by the server that wrote
    the first `Received` (RFC 5321 §4.4); None where none did."""

    digest: bytes
    to: frozenset[str]
    bulk: bool
    at: datetime | None = None


def there(probe: Mapping[str, str], values: Mapping[str, Any]) -> bool | None:
    """Whether a system has a row or an answer for these values; None where it could not be asked."""
    plain = {name: value for name, value in values.items() if isinstance(value, str)}
    try:
        if "sql" in probe:
            return _in_rows(probe["sql"], probe["query"], plain)
        if "http" in probe:
            return _in_answer(probe["http"], probe.get("there"), plain)
    except (OSError, http.client.HTTPException, SQLAlchemyError, JikimError, KeyError, ValueError):
        # What went wrong may say the values: it says nothing here.
        return None
    return None


def _in_rows(dsn: str, query: str, values: Mapping[str, str]) -> bool:
    """A query that answers a row for who is there, or counts them, with items as `:email`, by a connection that can only
    read."""
    statement = text(query)
    named = {name: values[name] for name in statement.compile().params}
    engine = opened(dsn)
    try:
        with engine.connect() as connection:
            row = connection.execute(statement, named).first()
            return row is not None and tuple(row) != (0,)
    finally:
        engine.dispose()


def _in_answer(address: str, pointer: str | None, values: Mapping[str, str]) -> bool | None:
    """A GET that answers 404, 410, 204 or nothing for who is not there, with items as `{email}`."""
    url = for_data(address.format_map({name: quote(value, safe="") for name, value in values.items()}))
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=SECONDS)
    try:
        connection.request("GET", target(url))
        answer = connection.getresponse()
        body = answer.read(LARGEST).strip()
    finally:
        connection.close()
    if answer.status in (204, 404, 410):
        return False
    return says_there(body, pointer) if answer.status == 200 else None


def says_there(body: bytes, pointer: str | None = None) -> bool | None:
    """Whether an answer says that somebody is there. `pointer` (RFC 6901) names the part of its JSON that does: nothing,
    `false`, 0 or what holds no more than that says no. Without one the whole answer is that part, and what is no JSON says
    yes unless it is empty. None: the part is to be looked at, and this is no JSON.

    >>> says_there(b'{"hits": {"total": 0, "hits": []}}'), says_there(b'{"took": 3, "hits": []}', "/hits")
    (False, False)
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return bool(body) if pointer is None else None
    for step in (pointer or "").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(told, list):
            told = dict(enumerate(told)).get(int(name)) if name.isdecimal() else None
        else:
            told = told.get(name) if isinstance(told, dict) else None
    return not _nothing(told)


def _nothing(told: Any) -> bool:
    if isinstance(told, dict | list):
        return all(_nothing(one) for one in (told.values() if isinstance(told, dict) else told))
    return not told


def arrived(place: str, since: datetime, to: str = "") -> Iterator[tuple[Arrived, bytes]]:
    """The mails in a mailbox, which is only read, by their heads: `maildir:/var/mail/letters`, or
    `imaps://user:password@host/INBOX` (RFC 5092; `imap://` on loopback). Of IMAP those since a day. `to`: with what they
    say, those that came to an address that begins so. Raises OSError, or imaplib's error."""
    found = ((_head(key, content), content) for key, content in _contents(place, since, to))
    return (one for one in found if not to or any(address.startswith(to) for address in one[0].to))


def _contents(place: str, since: datetime, to: str) -> Iterator[tuple[bytes, bytes]]:
    if place.startswith("maildir:"):
        box = mailbox.Maildir(place.removeprefix("maildir:"), factory=None, create=False)
        for key in box.iterkeys():
            yield key.encode(), box.get_bytes(key)
        return
    url = urlsplit(place)
    secure = url.scheme == "imaps"
    for_data(f"{'https' if secure else 'http'}://{url.netloc.rpartition('@')[2]}")
    kind = imaplib.IMAP4_SSL if secure else imaplib.IMAP4
    with kind(url.hostname or "", url.port or (993 if secure else 143), timeout=SECONDS) as server:
        server.login(unquote(url.username or ""), unquote(url.password or ""))
        folder = unquote(url.path.strip("/")) or "INBOX"
        server.select(folder, readonly=True)
        _, [found] = server.uid("SEARCH", f"SINCE {since:%d-%b-%Y}" + (f' TO "{to}"' if to else ""))
        for uid in (found or b"").split():
            _, parts = server.uid("FETCH", uid.decode(), "(BODY.PEEK[]<0.65536>)" if to else "(BODY.PEEK[HEADER])")
            yield from ((b"%s %s" % (folder.encode(), uid), part[1]) for part in parts if isinstance(part, tuple))


def _head(key: bytes, content: bytes) -> Arrived:
    try:
        return _read_head(key, content)
    except Exception:
        # INVARIANT: what anybody may send stops nothing. The parser raises errors of many kinds for `To: "` and its like.
        return Arrived(sha256(key).digest(), frozenset(), False)


def _read_head(key: bytes, content: bytes) -> Arrived:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    fields = [str(value) for name in _TO for value in message.get_all(name, [])]
    subject = str(message["subject"] or "").lstrip()
    many = str(message["precedence"] or "").strip().casefold() in ("bulk", "list")
    bulk = many or "list-unsubscribe" in message or subject.startswith(("(광고)", "[광고]"))
    # A Maildir's key changes when a mail is looked at; its message's own number does not.
    known = str(message["message-id"] or "").encode() or key
    to = frozenset(one.casefold() for _, one in getaddresses(fields))
    return Arrived(sha256(known).digest(), to, bulk, _came(str(message["received"] or "")))


def _came(received: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(received.rpartition(";")[2].strip())
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
