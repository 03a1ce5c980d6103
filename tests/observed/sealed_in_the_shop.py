"""Run beside the Django shop's modules: sealed fields and sign-in. Prints what was found, as JSON."""

import json
import os

import django

django.setup()

from django.contrib.auth import authenticate, get_user  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from parcels.models import Parcel  # noqa: E402

import jikim  # noqa: E402
from jikim.contrib.django import purpose  # noqa: E402
from jikim.contrib.django import sealed as fields  # noqa: E402
from jikim.contrib.django.ruled import attached, opened  # noqa: E402

SAID = {"recipient": "박모형", "mobile": "010-0000-0000", "address": "서울특별시 없는구 없는로 1"}
PASSWORD = "quiet heron walks 7"
WAITING = "SELECT count(*) FROM " + os.environ.get("SHOP_OUTBOX", "jikim.outbox").replace("outbox", "sealed")
PLACE = os.environ.get("SHOP_PLACE", os.environ["SHOP_DATABASE"])
found = {}


def one(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def why(run):
    try:
        return run()
    except jikim.JikimError as error:
        return getattr(error, "why", "") or str(error).partition("\n")[0]


with connection.schema_editor() as editor:
    editor.create_model(Parcel)
jk = opened()
values = {"login_id": "sealed.reader", "password": PASSWORD, "name": "박모형", "email": "sealed@example.com"}
person = jk.collect("account", values, channel="site", old_enough=True).ref.subject

found["alone"] = why(lambda: Parcel.objects.create(subject=person, **SAID))
with transaction.atomic():
    Parcel.objects.create(subject=person, **SAID)
    found["within"] = one(WAITING)
    transaction.set_rollback(True)
found["rolled back"] = [one(WAITING), Parcel.objects.count()]
found["refused"] = why(
    lambda: transaction.atomic()(Parcel.objects.create)(subject=person, **{**SAID, "mobile": "none"})
)
# Saved twice in one transaction it is one record; rolled back, and saved again by a program that tries again, it is there.
parcel = Parcel(subject=person, **SAID)
with transaction.atomic():
    parcel.save()
    parcel.save()
    found["saved twice"] = one(WAITING)
    transaction.set_rollback(True)
with transaction.atomic():
    parcel.save()
parcel = Parcel.objects.get(pk=parcel.pk)
found["no purpose"] = why(lambda: parcel.recipient)
with purpose("tailored"):
    found["another purpose"] = why(lambda: parcel.recipient)
with purpose("delivery"):
    found["read"] = [parcel.recipient, fields.read(parcel, "recipient", "mobile")["mobile"]]
    fields.correct(parcel, recipient="최견본")
    found["corrected"] = Parcel.objects.get(pk=parcel.pk).recipient
found["again"] = why(lambda: setattr(parcel, "recipient", "다시") or transaction.atomic()(parcel.save)())
found["column"] = one(
    "SELECT count(DISTINCT recipient) FROM parcels_parcel WHERE recipient = mobile AND mobile = address"
)
with connection.cursor() as cursor:
    cursor.execute("SELECT * FROM parcels_parcel")
    found["text"] = str(cursor.fetchall())
found["taken"] = list(attached().take(PLACE))

# Killed after its commit and before it was taken: the next `take` finds it.
fields._take, kept = (lambda later: None), fields._take
with transaction.atomic():
    late = Parcel.objects.create(subject=person, **SAID)
fields._take = kept
with purpose("delivery"):
    found["not yet"] = why(lambda: Parcel.objects.get(pk=late.pk).recipient)
    found["taken late"] = list(attached().take(PLACE))
    found["then"] = Parcel.objects.get(pk=late.pk).recipient

user = authenticate(None, username="sealed.reader", password=PASSWORD)
found["user"] = [user.get_username() == str(person), user.email, user.has_usable_password()]
found["wrong"] = [authenticate(None, username=name, password="x" * 12) for name in ("sealed.reader", "nobody.here")]
client = Client()
found["signed in"] = client.login(username="sealed@example.com", password=PASSWORD)
request = type("Request", (), {"session": client.session})
found["here"] = get_user(request).is_authenticated
jk.by(jk.acting("member", str(person))).leave(person)
found["left"] = get_user(request).is_authenticated
print(json.dumps(found, ensure_ascii=False))
