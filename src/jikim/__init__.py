"""Jikim (지킴): a company's privacy policy, running.

import jikim

with jikim.open("policy.yaml") as jk:
    ...
"""

from typing import TYPE_CHECKING, Any

from jikim.version import __version__

if TYPE_CHECKING:
    from jikim.answers import Observed, Offer, Person, Read, RecordStatus, Ref
    from jikim.app import AsyncJikim, Jikim, open, open_async
    from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, PolicyError, StoppedError
    from jikim.remote import AsyncRemote, Remote, connect, connect_async

_HOME = {
    "AsyncJikim": "jikim.app",
    "Jikim": "jikim.app",
    "open": "jikim.app",
    "open_async": "jikim.app",
    "AsyncRemote": "jikim.remote",
    "Remote": "jikim.remote",
    "connect": "jikim.remote",
    "connect_async": "jikim.remote",
    "ConflictError": "jikim.errors",
    "DeniedError": "jikim.errors",
    "InvalidError": "jikim.errors",
    "JikimError": "jikim.errors",
    "NotFoundError": "jikim.errors",
    "PolicyError": "jikim.errors",
    "StoppedError": "jikim.errors",
    "Ref": "jikim.answers",
    "Observed": "jikim.answers",
    "Offer": "jikim.answers",
    "Person": "jikim.answers",
    "Read": "jikim.answers",
    "RecordStatus": "jikim.answers",
}

__all__ = [
    "AsyncJikim",
    "AsyncRemote",
    "ConflictError",
    "DeniedError",
    "InvalidError",
    "Jikim",
    "JikimError",
    "NotFoundError",
    "Observed",
    "Offer",
    "Person",
    "PolicyError",
    "Read",
    "RecordStatus",
    "Ref",
    "Remote",
    "StoppedError",
    "__version__",
    "connect",
    "connect_async",
    "open",
    "open_async",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that the pure rooms can be imported without a database."""
    if name in _HOME:
        import importlib

        try:
            return getattr(importlib.import_module(_HOME[name]), name)
        except ModuleNotFoundError as error:
            raise ImportError(
                f"`jikim.{name}` needs a package that a client goes without ({error.name}): pip install 'jikim[server]'"
            ) from None
    raise AttributeError(f"module `jikim` has no attribute `{name}`")
