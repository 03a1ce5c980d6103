"""Django: an application's own tables, seen under the policy.

```python
INSTALLED_APPS = [..., "jikim.contrib.django"]
MIDDLEWARE = ["jikim.contrib.django.Observed", ...]
JIKIM = {
    "policy": "policy.yaml", "data": "jikim-data",  # or "url" and "key" of a Jikim that runs elsewhere
    "mapping": "attached.yaml",
    "views": {"label": {"name": "delivery"}},       # or @purpose("delivery") over the view
    "sign_in": {"name": "membership"},              # for what Django loads who is signed in
}
```
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.utils.functional import SimpleLazyObject

from jikim.contrib.saying import NOTHING, Said, begun, ended, said
from jikim.contrib.saying import carried as carried
from jikim.contrib.saying import purpose as purpose


class Observed:
    """A middleware: each request begins with nothing said, and its view is told by its name in the URLs."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response
        told = getattr(settings, "JIKIM", {})
        self.views = {name: purpose(**words) for name, words in told.get("views", {}).items()}
        self._said: dict[str, Said] = {}  # of views that began with nothing said
        self.sign_in = purpose(**told["sign_in"], compares=True) if "sign_in" in told else None

    def __call__(self, request: Any) -> Any:
        token = begun()
        try:
            return self.get_response(request)
        finally:
            ended(token)

    def process_view(self, request: Any, _view: Any, _args: Any, _named: Any) -> None:
        found = request.resolver_match
        view = (found.view_name or found.route or "") if found is not None else ""
        if (before := said()) == NOTHING:
            if view not in self._said:
                self._said[view] = self._of(view, before)
            begun(self._said[view])
        else:
            begun(self._of(view, before))
        # Who is signed in is loaded when the view first asks, whatever the view's own purpose is.
        if self.sign_in is not None and hasattr(request, "user") and not hasattr(request, "_cached_user"):
            request.user = SimpleLazyObject(partial(self._loaded, request))

    def _of(self, view: str, before: Said) -> Said:
        here = before._replace(view=view)
        return self.views[view].beside(here) if view in self.views else here

    def _loaded(self, request: Any) -> Any:
        with cast("purpose", self.sign_in):
            return get_user(request)
