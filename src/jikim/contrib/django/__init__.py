"""Django: an application's own tables, seen under the policy.

```python
INSTALLED_APPS = [..., "jikim.contrib.django"]
MIDDLEWARE = ["jikim.contrib.django.Observed", ...]
JIKIM = {
    "policy": "policy.yaml", "data": "jikim-data",  # or "url" and "key" of a Jikim that runs elsewhere
    "mapping": "attached.yaml",
    "views": {"label": {"name": "delivery"}},       # or @purpose("delivery") over the view
}
```
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from jikim.contrib.saying import at, begun, ended
from jikim.contrib.saying import carried as carried
from jikim.contrib.saying import purpose as purpose


class Observed:
    """A middleware: each request begins with nothing said, and its view is told by its name in the URLs."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response
        self.views = {name: purpose(**told) for name, told in getattr(settings, "JIKIM", {}).get("views", {}).items()}

    def __call__(self, request: Any) -> Any:
        token = begun()
        try:
            return self.get_response(request)
        finally:
            ended(token)

    def process_view(self, request: Any, _view: Any, _args: Any, _named: Any) -> None:
        found = request.resolver_match
        view = (found.view_name or found.route or "") if found is not None else ""
        at(view)
        if view in self.views:
            self.views[view].say()
