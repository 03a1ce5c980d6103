"""Litestar as it serves our pages: without the plugins that take and answer models of pydantic and attrs.

No page of ours does, and they import `pydantic.v1` and `attr`. A company's page may: beside one it is Litestar as it comes.
"""

from __future__ import annotations

from collections.abc import Collection

from litestar import Litestar
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin


class _Plain(Litestar):
    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def litestar_with(added: Collection[object] = ()) -> type[Litestar]:
    """What serves our pages, and these of a company beside them."""
    return Litestar if added else _Plain
