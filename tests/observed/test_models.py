"""A Django model says by itself what it holds: `class Privacy`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

PROGRAM = """
import json, django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["jikim.contrib.django"],
    JIKIM={"url": "http://127.0.0.1:9", "key": "none"},
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()
from django.db import models

class Member(models.Model):
    class Meta:
        app_label = "jikim"

class Parcel(models.Model):
    recipient = models.TextField()
    where_to = models.TextField(db_column="ship_addr")
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    class Meta:
        app_label = "jikim"
    class Privacy:
        record = "order"
        items = {"recipient": "name", "where_to": "address"}

from jikim.contrib.django.apps import declared

print(json.dumps({name: [table.record, table.columns] for name, table in declared().items()}))
"""


def test_a_model_says_what_it_holds(tmp_path: Path) -> None:
    """Each field's column holds the item that `class Privacy` names; its other columns say nothing about a person, and a
    model without it is in no mapping."""
    asked = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=PATIENCE)
    columns = {"recipient": "name", "ship_addr": "address", "id": "-", "member_id": "-"}
    assert json.loads(done.stdout) == {"jikim_parcel": ["order", columns]}
