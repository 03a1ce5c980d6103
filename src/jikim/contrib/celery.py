"""Celery: a task works for the purpose that was named where it was sent.

```python
from jikim.contrib.celery import carry

carry()  # once, where the application makes its Celery
```

Names alone travel, in the message's headers: the purpose, the channel, who acts, and whether a reason was given.
"""

from __future__ import annotations

from contextvars import Token
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from jikim.contrib.saying import Said, at, ended, taken
from jikim.contrib.saying import headers as said_in_headers

_tokens: dict[str, Token[Said]] = {}


def carry() -> None:
    """From here on the tasks that this process sends or works carry what is said. Calling it again changes nothing."""
    before_task_publish.connect(_sent, dispatch_uid="jikim")
    task_prerun.connect(_begins, dispatch_uid="jikim")
    task_postrun.connect(_is_over, dispatch_uid="jikim")


def _sent(headers: dict[str, Any], **_: Any) -> None:
    headers.update(said_in_headers())


def _begins(task_id: str, task: Any, **_: Any) -> None:
    request = task.request
    # A task that is run where it is called has its caller's words already.
    _tokens[task_id] = at(task.name) if request.is_eager else taken({"jikim": request.get("jikim")}, task.name)


def _is_over(task_id: str, **_: Any) -> None:
    token = _tokens.pop(task_id, None)
    if token is not None:
        ended(token)
