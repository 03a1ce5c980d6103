"""The OpenAPI 3.1 document, made of the table of routes: what a page says of a route is what the route is."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from jikim.answers import Card, Collected, Ref, Values
from jikim.api.answered import Page
from jikim.api.idempotency import LONGEST_KEY, SHORTEST_KEY
from jikim.api.problems import KINDS, MEDIA, TYPE
from jikim.api.route import Route
from jikim.api.routes import ROUTES
from jikim.errors import JikimError
from jikim.policy.compiled import Policy
from jikim.policy.languages import worded
from jikim.policy.planned import Plan
from jikim.receipts import Receipt
from jikim.version import __version__

_TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_MOMENT = {"type": "string", "format": "date-time"}
_DAY = {"type": "string", "format": "date"}
# Whatever names there are: a generator that is told of none makes a type that holds none.
_ANY = {"type": "object", "additionalProperties": True}


def _object(properties: Mapping[str, Any], needed: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties) if needed is None else needed,
        "additionalProperties": False,
    }


def _one_of(*values: Any) -> dict[str, Any]:
    return {"type": "string" if isinstance(values[0], str) else "integer", "enum": list(values)}


def _texts() -> dict[str, Any]:
    return {"type": "array", "items": _TEXT}


_RESTS = _object(
    {"until": _DAY, "items": _texts(), "rules": {"type": "array", "items": _object({"rule": _TEXT, "until": _DAY})}}
)
_STEP = _object(
    {
        "subject": _UUID,
        "record": _UUID,
        "kind": _TEXT,
        "fate": _one_of("stays", "waits", "rests", "goes"),
        "clause": _TEXT,
        "items": _texts(),
        "destroyed": _texts(),
        "rests": {"type": "array", "items": _RESTS},
        "numbers": _ANY,
    }
)
_PLAN = _object({"at": _MOMENT, "steps": {"type": "array", "items": _STEP}})
_FOUR = {
    name: {"type": ["string", "null"], "format": "date-time"}
    for name in ("hidden", "key_destroyed", "rows_removed", "irrecoverable")
}
_WAITS = {
    "type": "array",
    "items": _object({"for": _TEXT, "ko": _TEXT, "en": _TEXT, "detail": _TEXT}, ["for", "ko", "en"]),
}
_LINE = _object(
    {
        "kind": _TEXT,
        "what": _TEXT,
        "due": {"type": ["string", "null"], "format": "date"},
        "count": {"type": "integer"},
        **_FOUR,
        "waits": _WAITS,
    }
)
_SYSTEM = _object(
    {
        "system": _TEXT,
        "ko": _TEXT,
        "en": _TEXT,
        "told": {"type": "string", "format": "date-time"},
        "answered": {"type": ["string", "null"], "format": "date-time"},
    }
)
_RECEIPT = _object(
    {
        "jikim-receipt": {"type": "integer", "const": 1},
        "of": _one_of("person", "certificate"),
        "number": _UUID,
        "at": _MOMENT,
        **_FOUR,
        "waits": _WAITS,
        "records": {"type": "integer"},
        "lines": {"type": "array", "items": _LINE},
        "worth": _ANY,
        "systems": {"type": "array", "items": _SYSTEM},
    }
)
_VALUES = {
    "values": _ANY,
    "files": {"type": "object", "additionalProperties": {"type": "string", "contentEncoding": "base64"}},
}


def schema_of(kind: Any) -> dict[str, Any]:
    """The schema of an answer's type."""
    special = _SPECIAL.get(kind)
    if special is not None:
        return special
    origin = get_origin(kind)
    if origin is Page:
        cursor = {"type": "string", "description": "the next page's cursor; empty at the end"}
        return _object({"items": {"type": "array", "items": schema_of(get_args(kind)[0])}, "next": cursor})
    if JikimError in get_args(kind):
        problem = {"$ref": "#/components/schemas/Problem"}
        return {"anyOf": [_object({"answer": schema_of(get_args(kind)[0])}), _object({"problem": problem})]}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(one) for one in get_args(kind) if one is not types.NoneType] + [{"type": "null"}]}
    if origin is Literal:
        return _one_of(*get_args(kind))
    if origin in (tuple, list):
        return {"type": "array", "items": schema_of(get_args(kind)[0])}
    if origin is not None:
        return _ANY
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of(*(one.value for one in kind))
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        own = [name for name in kind._fields if kind is not Card or name != "values"]
        return _object({name: schema_of(hints[name]) for name in own} | (_VALUES if kind is Card else {}))
    return {str: _TEXT, int: {"type": "integer"}, bool: {"type": "boolean"}}.get(kind, _ANY)


_SPECIAL: dict[Any, dict[str, Any]] = {
    UUID: _UUID,
    datetime: _MOMENT,
    date: _DAY,
    Any: {},
    Values: _object({**_VALUES, "version": {"type": "integer"}}),
    Plan: _PLAN,
    Receipt: _RECEIPT,
}
_SPECIAL[Ref] = {"$ref": "#/components/schemas/Ref"}
_SPECIAL[Collected] = _object({"ref": schema_of(Ref), "files": schema_of(tuple[str, ...])})

PROBLEM = _object(
    {
        "type": {"type": "string", "pattern": f"^{TYPE}"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "hint": _TEXT,
        "clause": {"type": "string", "description": "the promise of the policy that refuses"},
        "cited": {"type": "string", "description": "the same in words"},
        "field": {"type": "string", "description": "the field of the request that is wrong"},
        "meant": {"type": "string", "description": "the name that was probably meant there"},
        "item": _TEXT,
        "about": _texts(),
        "request": _UUID,
    },
    ["type", "title", "status"],
)


def _answer(route: Route) -> dict[str, Any] | None:
    if route.answers is types.NoneType:
        return None
    found = schema_of(route.answers)
    return _object({route.within: found}) if route.within else found


def _shape(found: Any, name: str = "") -> Any:
    """A request's shape as every generator takes it: enumerations with their type, objects that say whether they are
    open, and what holds where a field is left out in words. (`default` makes some of them ask for the field.)"""
    if isinstance(found, list):
        return [_shape(one) for one in found]
    if not isinstance(found, dict):
        return found
    made = {
        key: _shape(one, key) for key, one in found.items() if key not in ("default", "title") or name == "properties"
    }
    if "$ref" in made:
        made["$ref"] = made["$ref"].removesuffix("Shape")
    if "enum" in made:
        made |= _one_of(*made["enum"])
    if made.get("type") == "object" and "properties" not in made and "additionalProperties" not in made:
        made["additionalProperties"] = True
    if name != "properties" and found.get("default"):
        made["description"] = f"`{found['default']}` where it is left out"
    return made


def _name(route: Route) -> str:
    """What a generated client calls it: `collectMany`."""
    first, *others = [part for part in route.path.replace("-", "/").split("/") if part and "{" not in part]
    return first + "".join(part.capitalize() for part in others)


def _signed() -> list[dict[str, Any]]:
    """What a partner's message carries: whose it is, and its signature over `id.timestamp.body` (Standard Webhooks)."""
    visible = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
    said = {
        "webhook-id": "the message's own name",
        "webhook-timestamp": "when it was signed, in seconds since 1970",
        "webhook-signature": "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`",
    }
    path = {
        "name": "partner",
        "in": "path",
        "required": True,
        "description": "the policy's name of the partner",
        "schema": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,40}$"},
    }
    return [
        path,
        *(
            {"name": name, "in": "header", "required": True, "description": text, "schema": visible}
            for name, text in said.items()
        ),
    ]


def _operation(route: Route, parts: dict[str, Any]) -> dict[str, Any]:
    statuses = {
        400,
        413,
        503,
        *(() if route.needs == "nothing" else (401, 403, 429)),
        *((404, 409, 422) if route.method == "POST" else (404,)),
    }
    statuses |= {415} if route.method == "POST" else set()
    found: dict[str, Any] = {
        "operationId": _name(route),
        "summary": route.about,
        "security": [] if route.needs in ("nothing", "signature") else [{"key": []}],
        "responses": {str(status): {"$ref": "#/components/responses/Problem"} for status in sorted(statuses)},
    }
    if route.needs in ("people", "evidence", "webhooks", "access-records"):
        found["description"] = f"For keys made with `--may {route.needs}`."
    schema = _answer(route)
    found["responses"]["200" if schema is not None else "204"] = {
        "description": "Done.",
        **({} if schema is None else {"content": {"application/json": {"schema": schema}}}),
    }
    parameters: list[dict[str, Any]] = []
    if route.needs == "signature":
        parameters += _signed()
    if route.method == "GET":
        for name, one in parts[route.takes.__name__]["properties"].items():
            parameters.append({"name": name, "in": "query", "required": False, "schema": one})
    else:
        reference = {"$ref": f"#/components/schemas/{route.takes.__name__}"}
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": reference, "example": dict(route.example)}},
        }
    if route.changes:
        text = "Sent twice with the same body, the act is done once and answered twice, for a day. Random: it is the key of what is kept."
        parameters.append({
            "name": "Idempotency-Key", "in": "header", "required": False, "description": text,
            "schema": {"type": "string", "minLength": SHORTEST_KEY, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
        })  # fmt: skip
    return found | ({"parameters": parameters} if parameters else {})


def document(policy: Policy, site: str) -> dict[str, Any]:
    """The document."""
    shapes = [route.takes for route in ROUTES.values()]
    _, shaped = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    parts = {name.removesuffix("Shape"): _shape(one) for name, one in shaped.items()}
    paths: dict[str, Any] = {}
    for route in ROUTES.values():
        paths[route.full] = {route.method.lower(): _operation(route, parts)}
    service = policy.file.service
    codes = "\n".join(f"- `{TYPE}{code}` ({kind.status}): {kind.title[0]}" for code, kind in KINDS.items())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Jikim: {worded(service.name, 'en')}",
            "version": __version__,
            "description": "What the policy allows, over HTTP. An error is a problem (RFC 9457): where the policy says no it names the clause and what can be "
            f"done instead, under `{TYPE}` and the denial's code; else one of these:\n\n{codes}",
        },
        "servers": [{"url": site}],
        "paths": paths,
        "components": {
            "schemas": {**parts, "Problem": PROBLEM},
            "responses": {
                "Problem": {
                    "description": "A problem.",
                    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            },
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "`jikim key new` makes one: `jk_…`"}
            },
        },
    }
