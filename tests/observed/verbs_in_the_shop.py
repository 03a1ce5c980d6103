"""Run beside the Django shop's modules: verbs on its connection, within `atomic()`. Prints what was found, as JSON."""

import json
import os
from pathlib import Path

import django

django.setup()

from django.db import IntegrityError, connection, transaction  # noqa: E402
from shop.models import Order  # noqa: E402

import jikim  # noqa: E402

PARCEL = {"name": "박모형", "mobile": "010-0000-0000", "address": "서울특별시 없는구 없는로 1"}


def ordered(shop):
    return shop.on(connection).collect(
        "order", PARCEL, person=4, channel="site", old_enough=True, columns={"state": "paid"}
    )


def waiting():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {os.environ.get('SHOP_OUTBOX', 'jikim.outbox')}")
        return cursor.fetchone()[0]


found = {}
with jikim.open("policy.yaml", Path(os.environ["SHOP_JIKIM"])) as jk:
    shop = jk.attached(os.environ.get("SHOP_MAPPING", "attached.yaml"))
    try:
        with transaction.atomic():
            ordered(shop)
            found["within"] = waiting()
            raise RuntimeError
    except RuntimeError:
        found["rolled back"] = waiting()
    with transaction.atomic():
        key = ordered(shop)
        try:
            with transaction.atomic():
                ordered(shop)
                Order.objects.create(
                    pk=key, member_id=4, recipient="", mobile="", address="", created_at="2026-12-01T00:00+09:00"
                )
        except IntegrityError:
            pass
    found["committed"] = waiting()
    found["read"] = dict(shop.on(connection).use("order", key, purpose="delivery", items=["name"]))
    found["orm"] = Order.objects.get(pk=key).recipient
    try:
        shop.on(connection).use("order", key, purpose="tailored")
    except jikim.DeniedError as error:
        found["denied"] = error.why
    found["taken"] = list(shop.take(os.environ.get("SHOP_PLACE", os.environ["SHOP_DATABASE"])))
print(json.dumps(found, ensure_ascii=False))
