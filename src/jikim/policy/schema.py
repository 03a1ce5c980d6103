"""The JSON Schema of a policy file, for editors: made from the model, so that the two never differ."""

from __future__ import annotations

from typing import Any

from jikim.policy.model import PolicyFile


def json_schema() -> dict[str, Any]:
    """The schema (JSON Schema draft 2020-12) as plain data, keys as the file writes them (`for`, `from`, `class`)."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Jikim policy file",
        "description": "A company's privacy policy: published and run. `jikim check` says what it means.",
    }
    made = PolicyFile.model_json_schema(by_alias=True, mode="validation")
    schema.update({key: value for key, value in made.items() if key not in schema})
    return schema
