"""The Jikim of a Django project, in its process, and the project's own tables under the policy.

```python
from jikim.contrib.django.ruled import attached, hand_off

attached().on(connection).use("order", 4711, purpose="delivery")
```
"""

from __future__ import annotations

import os
import threading
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import jikim
from jikim.app.attached import AttachedDatabase

_lock = threading.Lock()
_of_process: dict[int, tuple[jikim.Jikim, AttachedDatabase]] = {}


def _opened() -> tuple[jikim.Jikim, AttachedDatabase]:
    told = getattr(settings, "JIKIM", {})
    if "policy" not in told or "mapping" not in told:
        raise ImproperlyConfigured("JIKIM names no `policy` and `mapping`: rows are ruled in process")
    with _lock:
        # A forked process opens its own: connections are not shared.
        if os.getpid() not in _of_process:
            jk = jikim.open(told["policy"], told.get("data"))
            _of_process[os.getpid()] = jk, jk.attached(told["mapping"])
        return _of_process[os.getpid()]


def opened() -> jikim.Jikim:
    """The Jikim that JIKIM of the settings names by `policy` and `data`, opened once a process."""
    return _opened()[0]


def attached() -> AttachedDatabase:
    """The project's own tables, by JIKIM's `mapping`."""
    return _opened()[1]


def hand_off(subject: UUID) -> str:
    """A link that opens once, within a minute: who is signed in here arrives signed in on the pages of the Jikim that
    JIKIM names by `url` and `key`."""
    told: dict[str, Any] = getattr(settings, "JIKIM", {})
    if "url" not in told or "key" not in told:
        raise ImproperlyConfigured("JIKIM names no `url` and `key`: there is no site to go on to")
    return jikim.connect(told["url"], told["key"]).hand_off(subject).url
