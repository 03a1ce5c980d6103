"""The only place where the rooms are wired: `open` and `open_async` give a `Jikim` whose methods are the verbs.

import jikim

with jikim.open("policy.yaml") as jk:
    order = jk.collect("order", {...}, channel="homepage", subject=alice, old_enough=True)
    jk.use(order.ref, purpose="delivery", items=["name", "address"])
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, overload

from jikim.app.blocking import Jikim
from jikim.app.looping import AsyncJikim
from jikim.app.opened import read_policy
from jikim.app.private import AsyncPrivateJikim, PrivateJikim
from jikim.settings import Settings

__all__ = ["AsyncJikim", "AsyncPrivateJikim", "Jikim", "PrivateJikim", "open", "open_async", "read_policy"]

_Language = Literal["en", "ko"] | None
_Place = Path | str | None


@overload
def open(
    policy: Path | str, directory: _Place = None, *, application: str = "app", settings: Settings | None = None,
    demo_start: datetime | None = None, language: _Language = None, private: Literal[False] = False,
) -> Jikim: ...  # fmt: skip
@overload
def open(
    policy: Path | str, directory: _Place = None, *, application: str = "app", settings: Settings | None = None,
    demo_start: datetime | None = None, language: _Language = None, private: Literal[True],
) -> PrivateJikim: ...  # fmt: skip


def open(
    policy: Path | str,
    directory: _Place = None,
    *,
    application: str = "app",
    settings: Settings | None = None,
    demo_start: datetime | None = None,
    language: _Language = None,
    private: bool = False,
) -> Jikim:
    """Opens a Jikim on a policy file. Without DSNs in the settings, an embedded server keeps its data in `directory`.

    Raises PolicyError with every finding for a file with errors. `demo_start` marks a new database as a demo, whose
    clock starts there. `language` is that of its errors (`JIKIM_LANGUAGE`; else English). `private`: what `use` and
    `use_many` answer keeps its purpose (`jikim.values`).
    """
    opened = PrivateJikim if private else Jikim
    return opened(read_policy(policy), _settings(directory, settings, language), application, demo_start)


@overload
def open_async(
    policy: Path | str, directory: _Place = None, *, application: str = "app", settings: Settings | None = None,
    language: _Language = None, private: Literal[False] = False,
) -> AsyncJikim: ...  # fmt: skip
@overload
def open_async(
    policy: Path | str, directory: _Place = None, *, application: str = "app", settings: Settings | None = None,
    language: _Language = None, private: Literal[True],
) -> AsyncPrivateJikim: ...  # fmt: skip
def open_async(
    policy: Path | str,
    directory: _Place = None,
    *,
    application: str = "app",
    settings: Settings | None = None,
    language: _Language = None,
    private: bool = False,
) -> AsyncJikim:
    """The same for an event loop: `async with jikim.open_async("policy.yaml") as jk:`."""
    opened = AsyncPrivateJikim if private else AsyncJikim
    return opened(read_policy(policy), _settings(directory, settings, language), application)


def _settings(directory: _Place, settings: Settings | None, language: _Language) -> Settings:
    if settings is None:
        settings = Settings.from_environment(Path(directory) if directory is not None else None)
    return settings if language is None else replace(settings, language=language)
