"""A program: the Django shop answers so many requests of Django's own test client for each number that it reads, and
prints the seconds. An argument: the module that says where its pages are."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from shop.models import Member, Order  # noqa: E402

WANTED = {
    "recipient": "나받이",
    "mobile": "010-0000-0001",
    "address": "서울특별시 없는구 없는로 1",
    "books": ["9790000000001"],
}


def main() -> None:
    settings.ROOT_URLCONF = next(iter(sys.argv[1:]), settings.ROOT_URLCONF)
    client = Client(raise_request_exception=True)
    client.force_login(Member.objects.order_by("pk").first())
    orders = list(Order.objects.filter(settled_at=None).order_by("pk").values_list("pk", flat=True)[:100])
    paths = [f"/orders/{order}/label" for order in orders] + ["/books/9790000000005/reviews", "/sold"]
    for line in sys.stdin:
        begun = time.perf_counter()
        for at in range(int(line)):
            if at % 10:
                assert client.get(paths[at % len(paths)]).status_code == 200
            else:
                assert client.post("/orders", WANTED, content_type="application/json").status_code == 201
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main()
