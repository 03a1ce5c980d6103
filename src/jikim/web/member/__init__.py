"""Pages of the people whose data it is: members, guests, guardians."""

from __future__ import annotations

from typing import Any

PAGES: list[Any] = []
