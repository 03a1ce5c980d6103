"""Pages of what people ask for and what is told to them: requests, complaints, notices, guardians, guests."""

from __future__ import annotations

from typing import Any

PAGES: list[Any] = []
