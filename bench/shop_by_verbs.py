"""Where the pages of the Django shop of `examples` are, with labels that are read by the verb `use`, on Django's own connection."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from shop.urls import urlpatterns as of_the_shop

from jikim.contrib.django.ruled import attached


def label(_request: HttpRequest, number: int) -> JsonResponse:
    """What goes on the parcel."""
    found: Any = attached().on(connection).use("order", number, purpose="delivery", items=["name", "mobile", "address"])
    return JsonResponse(dict(found))


urlpatterns = [path("orders/<int:number>/label", label, name="label"), *of_the_shop]
