"""Cookies: the choice, the record of it, and the pages about them."""

from __future__ import annotations

from typing import Any

PAGES: list[Any] = []
