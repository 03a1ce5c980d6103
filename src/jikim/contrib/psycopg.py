"""psycopg without an ORM: a cursor that is observed.

```python
observer = Observer(lambda: jikim.connect(url, key), tables_of("attached.yaml"))
psycopg.connect(dsn, cursor_factory=observed(observer))
```
"""

from __future__ import annotations

from typing import Any

import psycopg

from jikim.contrib.observing import Observer as Observer
from jikim.contrib.observing import tables_of as tables_of
from jikim.contrib.saying import purpose as purpose


def observed(observer: Observer) -> type[psycopg.Cursor[Any]]:
    """The class of cursors for `cursor_factory`."""

    class Cursor(psycopg.Cursor[Any]):
        """A cursor whose statements are observed."""

        def execute(self, query: Any, *args: Any, **named: Any) -> Any:
            observer.saw(_text(query))
            return super().execute(query, *args, **named)

        def executemany(self, query: Any, *args: Any, **named: Any) -> None:
            observer.saw(_text(query))
            super().executemany(query, *args, **named)

        def copy(self, statement: Any, *args: Any, **named: Any) -> Any:
            observer.saw(_text(statement))
            return super().copy(statement, *args, **named)

    return Cursor


def _text(query: Any) -> str:
    if isinstance(query, bytes):
        return query.decode("utf-8", "replace")
    return query if isinstance(query, str) else str(query.as_string(None))
