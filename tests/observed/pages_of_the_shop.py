"""Run beside the Django shop's modules: a member's own page, and its admin as a clerk uses it. Prints what was found, as JSON."""

import json

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from shop.models import Member  # noqa: E402

import jikim  # noqa: E402
from jikim.contrib.django.ruled import attached, opened  # noqa: E402

ROW = "/admin/shop/order/8/change/"


def member_s_page() -> dict[str, object]:
    subject = attached().on(connection).ref("account", 8).subject
    sealed = {"words": "봉인한 서평입니다."}
    opened().collect("review", sealed, channel="site", subject=jikim.Person(subject, "member"), old_enough=True)
    client = Client()
    assert client.get("/my-data").status_code == 302
    client.force_login(Member.objects.get(pk=8))
    page = client.get("/my-data").content.decode()
    return {"subject": str(subject), "page": page, "more": client.post("/my-data/more")["Location"]}


def clerk_s_admin() -> dict[str, object]:
    client = Client(REMOTE_ADDR="192.0.2.44")
    client.force_login(Member.objects.create_superuser("h-clerk", "clerk@example.com", "quiet heron walks 7"))
    ran = []

    def seen(execute, sql, params, many, context):
        ran.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(seen):
        listed = client.get("/admin/shop/order/").content.decode()
        masked = client.get(ROW).content.decode()
        members = client.get("/admin/shop/member/").content.decode()
    found = client.post("/admin/shop/order/find/", {"item": "mobile", "value": "010-0008-0000"})
    return {
        "listed": listed,
        "masked": masked,
        "members": members,
        "statements": [sql for sql in ran if "shop_order" in sql],
        "no purpose": client.post(ROW, {"reason": "전화 문의"}).content.decode(),
        "no reason": client.post(ROW, {"purpose": "delivery"}).content.decode(),
        "looked": client.post(ROW, {"purpose": "delivery", "reason": "전화 문의"}).content.decode(),
        "not granted": client.post("/admin/shop/post/1/change/", {"purpose": "reviews"}).content.decode(),
        "found": found["Location"],
        "none": client.post("/admin/shop/order/find/", {"item": "mobile", "value": "010-9999-9999"}).content.decode(),
        "not by": client.post("/admin/shop/order/find/", {"item": "address", "value": "x"}).content.decode(),
        "gone": [client.get(f"/admin/shop/order/{one}").status_code for one in ("add/", "8/delete/", "8/history/")],
    }


print(json.dumps({**member_s_page(), **clerk_s_admin()}, ensure_ascii=False))
