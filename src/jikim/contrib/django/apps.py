"""The app: reads the mapping and the models' own words, and observes every connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.signals import connection_created

import jikim
from jikim.contrib.observing import Judge, Observer, Table, table_of, tables_of
from jikim.errors import JikimError


class Config(AppConfig):
    """`jikim.contrib.django`, in INSTALLED_APPS."""

    name = "jikim.contrib.django"
    label = "jikim"
    verbose_name = "Jikim"
    observer: Observer

    def ready(self) -> None:
        told: Mapping[str, Any] = getattr(settings, "JIKIM", {})
        try:
            tables = tables_of(told["mapping"]) if "mapping" in told else {}
        except (JikimError, OSError) as error:
            raise ImproperlyConfigured(str(error)) from None
        self.observer = Observer(
            _asked(told),
            {**tables, **declared()},
            seconds=float(told.get("seconds", 10)),
            enforcing=bool(told.get("enforcing")),
        )
        connection_created.connect(self._created, dispatch_uid="jikim")
        for connection in connections.all(initialized_only=True):
            self._watch(connection)

    def _created(self, connection: Any, **_: Any) -> None:
        self._watch(connection)

    def _watch(self, connection: Any) -> None:
        if self._seen not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._seen)

    def _seen(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.observer.saw(sql)
        return execute(sql, params, many, context)


def declared() -> dict[str, Table]:
    """What models say of themselves: `class Privacy: record = "order"; items = {"recipient": "name"}`. Fields that it
    does not name say nothing about a person."""
    found = {}
    for model in apps.get_models():
        privacy = model.__dict__.get("Privacy")
        if privacy is not None:
            items = {model._meta.get_field(field).column: item for field, item in privacy.items.items()}
            other = [one.column for one in model._meta.concrete_fields if one.column not in items]
            found[model._meta.db_table.lower()] = table_of({"record": privacy.record, "items": items, "other": other})
    return found


def _asked(told: Mapping[str, Any]) -> Callable[[], Judge]:
    if "policy" in told:
        return lambda: jikim.open(told["policy"], told.get("data"))
    if "url" in told:
        return lambda: jikim.connect(told["url"], told["key"])
    raise ImproperlyConfigured("JIKIM names neither `policy` and `data` nor `url` and `key`")
