"""`{% load jikim %}`, then `{{ values.name|to:"page" }}`: a value that keeps its purpose, handed out to a page."""

from __future__ import annotations

from typing import Any

from django import template

from jikim.values import Private

register = template.Library()


@register.filter  # type: ignore[untyped-decorator]
def to(value: Private, sink: str) -> Any:
    """Its text, escaped as any text is. Raises DeniedError where its purpose has no such sink."""
    return value.to(sink)
