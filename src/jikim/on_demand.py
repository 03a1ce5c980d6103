"""Modules that few ask for, imported when something of them is first asked for: a start and what it holds go without.

if TYPE_CHECKING:
    import httpx
else:
    httpx = on_demand("httpx")
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class _OnDemand(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


def on_demand(name: str) -> Any:
    """The module of this name, not imported yet. What it lacks is said as ever, when it is asked for: ImportError."""
    return _OnDemand(name)
