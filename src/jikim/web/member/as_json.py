"""A person's data as JSON, for them to keep or to take elsewhere: one object, in pieces. Its form is
`static/my-data.schema.json`."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from jikim.answers import Card, Destroyed, RequestCard, RestingCard
from jikim.uploads import File
from jikim.verbs.then import Gone, Told
from jikim.web.member.looking import Seen
from jikim.web.parts.secret import secret_words

FORMAT = 1
# The files of a record's item. A file that waits for the scanner is without its content.
Attached = Mapping[tuple[UUID, str], list[File]]
NONE: Attached = {}


def pieces(seen: Seen, at: datetime, files: Attached = NONE) -> Iterator[bytes]:
    """The whole file, a piece a record, so that no text of all of it is ever held."""
    file, dossier = seen.page.policy.file, seen.dossier
    head = {
        "jikim-my-data": FORMAT,
        "service": dict(file.service.name),
        "controller": dict(file.service.controller),
        "policy": seen.page.policy.digest_hex,
        "at": at.isoformat(),
        "person": {
            "number": str(dossier.subject),
            "kind": dossier.kind,
            "here": dossier.here,
            "joined": dossier.joined.isoformat() if dossier.joined else None,
        },
        "note": dict(zip(("ko", "en"), secret_words(korean=file.korean), strict=True)),
        "consents": {"purposes": list(seen.given), "recipients": list(seen.given_to)},
    }
    yield _text(head)[:-1]
    lists: tuple[tuple[str, Iterable[Any]], ...] = (
        ("records", (record(card, files) for card in dossier.cards)),
        ("resting", (resting(part, files) for part in dossier.resting)),
        ("destroyed", (destroyed(one) for one in dossier.destroyed)),
        ("went", (went(one) for one in seen.telling.went)),
        ("requests", (request(one) for one in dossier.requests)),
        ("uses", (use(body, one) for body, one in zip(dossier.uses, seen.telling.uses, strict=True))),
    )
    for name, things in lists:
        yield f', "{name}": ['.encode()
        for n, thing in enumerate(things):
            yield (b",\n" if n else b"\n") + _text(thing)
        yield b"\n]"
    yield b"}\n"


def _text(thing: Any) -> bytes:
    return json.dumps(thing, ensure_ascii=False, default=_other).encode()


def _other(value: Any) -> Any:
    """Bytes that are no package of files; nothing else is not JSON already."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def _file(file: File) -> dict[str, Any]:
    content = None if file.content is None else base64.b64encode(file.content).decode()
    return {"name": file.name, "type": file.type, "size": file.size, "base64": content}


def _values(card: Card | RestingCard, files: Attached) -> dict[str, Any]:
    return {
        item: [_file(file) for file in files[card.ref.record, item]] if (card.ref.record, item) in files else value
        for item, value in card.values.items()
    }


def record(card: Card, files: Attached = NONE) -> dict[str, Any]:
    return {
        "record": str(card.ref.record), "kind": card.ref.kind, "policy": card.policy, "state": card.state, "version": card.version,
        "collected": card.collected.isoformat(), "ended": card.ended.isoformat() if card.ended else None,
        "channel": card.channel, "partner": card.source or None, "purposes": list(card.why),
        "frozen": str(card.frozen) if card.frozen else None, "held": card.held, "items": list(card.items), "values": _values(card, files),
    }  # fmt: skip


def resting(part: RestingCard, files: Attached = NONE) -> dict[str, Any]:
    return {
        "record": str(part.ref.record),
        "kind": part.ref.kind,
        "policy": part.policy,
        "items": list(part.items),
        "until": part.until.isoformat(),
        "rules": [{"rule": rule, "until": until.isoformat()} for rule, until in part.rules],
        "collected": part.collected.isoformat(),
        "ended": part.ended.isoformat(),
        "moved": part.moved.isoformat(),
        "held": part.held,
        "values": _values(part, files),
    }


def destroyed(one: Destroyed) -> dict[str, Any]:
    return {
        "records": one.records,
        "at": one.at.isoformat(),
        "certificate": str(one.certificate) if one.certificate else None,
    }


def use(body: Mapping[str, Any], one: Told) -> dict[str, Any]:
    """An entry as the ledger has it, with its labels: the names in it are those of the version that `policy` is the
    digest of."""
    labels = one.labels()
    return {**body, **({"labels": labels} if labels else {})}


def went(gone: Gone) -> dict[str, Any]:
    """A disclosure, with its receiver as the policy of then names it."""
    one = gone.went
    return {
        "message": str(one.message),
        "record": str(one.record),
        "to": gone.to,
        "receiver": gone.label(),
        "policy": gone.then.policy.digest_hex,
        "items": list(one.items),
        "version": one.version,
        "at": one.at.isoformat(),
        "state": one.state,
        "receipt": one.receipt,
        "deletion": one.deletion,
    }


def request(one: RequestCard) -> dict[str, Any]:
    return {
        "request": str(one.request),
        "record": str(one.record),
        "kind": one.kind,
        "state": one.state,
        "items": list(one.items),
        "opened": one.opened.isoformat(),
        "closed": one.closed.isoformat() if one.closed else None,
    }
