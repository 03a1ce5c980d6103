"""SQLAlchemy: the statements of an engine, and of every session on it, are observed.

```python
from jikim.contrib.sqlalchemy import observe, purpose

observe(engine, "attached.yaml", lambda: jikim.connect(url, key))
with purpose("billing"), Session(engine) as session: …
```
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from jikim.contrib.observing import Judge, Observer, tables_of
from jikim.contrib.saying import carried as carried
from jikim.contrib.saying import purpose as purpose


def observe(engine: Engine, mapping: Path | str, asked: Callable[[], Judge], *, enforcing: bool = False) -> Observer:
    """Observes an engine from now on; `enforcing`: and stops what an officer said is enforced. Raises JikimError for a
    mapping that cannot be read."""
    observer = Observer(asked, tables_of(mapping), enforcing=enforcing)

    def before(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        observer.saw(statement)

    event.listen(engine, "before_cursor_execute", before)
    return observer
