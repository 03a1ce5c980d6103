"""The reference of the REST API, from its OpenAPI document: what each route takes, answers and is asked with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jikim.api.openapi import document
from jikim.app import read_policy
from jikim.policy.compile import compile_policy

ROOT = Path(__file__).parents[2]
_HEAD = """\
# The REST API, route by route

Made by `make docs` from the OpenAPI document, which a running house serves at `/api/v1/openapi.json`. [Over HTTP](../how-to/rest.md) says how one begins;
[errors](errors.md#problems-of-the-rest-api) what each problem means. Every request but those marked “no key” carries `Authorization: Bearer jk_…`.
"""


def page() -> str:
    """The whole page."""
    policy = compile_policy(read_policy(ROOT / "homepage" / "policy.yaml"))
    return _HEAD + "\n" + "\n".join(_routes(document(policy, "https://privacy.example.com"))).rstrip() + "\n"


def _routes(made: Mapping[str, Any]) -> Iterator[str]:
    parts = made["components"]["schemas"]
    for path, methods in made["paths"].items():
        for method, one in methods.items():
            yield f"## `{method.upper()} {path}`\n"
            yield f"{one['summary']}{' ' + one['description'] if 'description' in one else ''}{'' if one['security'] else ' No key.'}\n"
            rows = [
                (each["name"], each["schema"], each["required"], f"{each['in']}. {each.get('description', '')}".strip())
                for each in one.get("parameters", ())
            ]
            body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
            shape = parts.get(body.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
            rows += [
                (name, each, name in shape.get("required", ()), "body")
                for name, each in shape.get("properties", {}).items()
            ]
            if rows:
                yield "| field | what it is | must be | where |\n|---|---|---|---|"
                for name, schema, needed, where in rows:
                    yield f"| `{name}` | {_kind(schema, parts)} | {'yes' if needed else ''} | {where} |"
                yield ""
            if body.get("example"):
                yield f"```json\n{json.dumps(body['example'], ensure_ascii=False)}\n```\n"
            done = one["responses"].get("200")
            yield (
                f"Answers {_kind(done['content']['application/json']['schema'], parts)}.\n"
                if done
                else "Answers nothing (204).\n"
            )


def _kind(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """A schema in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        fields = parts[name].get("properties", {})
        return f"{name.removesuffix('Shape')} ({', '.join(f'`{one}`' for one in fields)})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one, parts) for one in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"a list of {_kind(schema.get('items', {}), parts)}"
    if kind == "object" and "properties" in schema:
        return "an object of " + ", ".join(f"`{one}`" for one in schema["properties"])
    words = {
        "string": "text",
        "integer": "a number",
        "boolean": "`true` or `false`",
        "object": "an object",
        "null": "nothing",
    }
    if isinstance(kind, list):
        return " or ".join(words.get(one, str(one)) for one in kind)
    formats = {"uuid": "a UUID", "date-time": "a moment", "date": "a day"}
    return formats.get(schema.get("format", ""), words.get(kind, str(kind)))
