"""Where the pages of the Django shop of `examples` are, with labels of which each read is first written into an audit table, in a
commit of its own on another connection: by hand, the least that keeps the entry of a read when its transaction is rolled back."""

from __future__ import annotations

import os

import psycopg
from django.http import HttpRequest, JsonResponse
from django.urls import path
from shop import views
from shop.urls import urlpatterns as of_the_shop

from bench.observed import WRITTEN

_apart = psycopg.connect(os.environ["SHOP_DATABASE"], autocommit=True, prepare_threshold=0)


def label(request: HttpRequest, number: int) -> JsonResponse:
    """What goes on the parcel."""
    _apart.execute(WRITTEN, ("application:app", "order", number, "delivery"))
    found: JsonResponse = views.label(request, number)
    return found


urlpatterns = [path("orders/<int:number>/label", label, name="label"), *of_the_shop]
