"""The pages that modules declare: each route handler is served by being there."""

from __future__ import annotations

from types import ModuleType

from litestar.handlers import BaseRouteHandler


def routes_of(*modules: ModuleType) -> list[BaseRouteHandler]:
    """Every route handler that these modules declare themselves, in their order; a list of some counts too."""
    found: dict[int, BaseRouteHandler] = {}
    for module in modules:
        for value in vars(module).values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, BaseRouteHandler):
                    found.setdefault(id(one), one)
    return list(found.values())
