"""A program: the Django shop answers so many requests of Django's own test client for each number that it reads, and
prints the seconds."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.test import Client  # noqa: E402
from shop.models import Member, Order  # noqa: E402

WANTED = {
    "recipient": "나받이",
    "mobile": "010-0000-0001",
    "address": "서울특별시 없는구 없는로 1",
    "books": ["9790000000001"],
}


def main() -> None:
    client = Client(raise_request_exception=True)
    client.force_login(Member.objects.order_by("pk").first())
    orders = list(Order.objects.order_by("pk").values_list("pk", flat=True)[:100])
    paths = [f"/orders/{order}/label" for order in orders] + ["/books/9790000000005/reviews", "/sold"]
    for line in sys.stdin:
        begun = time.perf_counter()
        for at in range(int(line)):
            if at % 10:
                assert client.get(paths[at % len(paths)]).status_code == 200
            else:
                assert client.post("/orders", WANTED, content_type="application/json").status_code == 201
        if apps.is_installed("jikim.contrib.django"):
            apps.get_app_config("jikim").observer.send()
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main()
