"""A program: the Django shop, observed, answers a few requests of Django's own test client; what it saw is sent."""

import json
from threading import Thread

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from shop.models import Member, Order  # noqa: E402

from jikim.contrib.django import carried, purpose  # noqa: E402

FORM = {"login": "newreader", "name": "신가상", "email": "newreader@example.com", "password": "quiet heron walks 7"}
ORDER = {
    "recipient": "나받이",
    "mobile": "010-0000-0001",
    "address": "서울특별시 없는구 없는로 1",
    "books": ["9790000000001"],
}


def main() -> None:
    call_command("check")
    client = Client(raise_request_exception=True)
    assert client.post("/join", json.dumps(FORM), content_type="application/json").status_code == 201
    client.force_login(get_user_model().objects.get(username="newreader"))
    made = client.post("/orders", json.dumps(ORDER), content_type="application/json").json()["order"]
    assert client.get(f"/orders/{made}/label").json()["to"] == "나받이"
    assert client.get("/books/9790000000005/reviews").status_code == 200
    assert client.get("/birthdays/3").json()["to"]
    assert client.get("/sold").json()["orders"] == Order.objects.count()

    # a thread works for the purpose of whoever began it, and raw SQL is seen as well
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT o.recipient FROM shop_order o WHERE o.id = %s", [made])
        connections.close_all()

    with purpose("delivery"):
        thread = Thread(target=carried(work))
    thread.start()
    thread.join()
    with transaction.atomic():
        Member.objects.filter(username="newreader").update(mobile="010-0000-0002")
    apps.get_app_config("jikim").observer.send()
    print(apps.get_app_config("jikim").observer.lost)


if __name__ == "__main__":
    main()
