"""The same shop, observed: `DJANGO_SETTINGS_MODULE=shop.observed`. This file is all that is added to it."""

import os

from shop.settings import *  # noqa: F403
from shop.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "jikim.contrib.django"]
MIDDLEWARE = ["jikim.contrib.django.Observed", *MIDDLEWARE]
JIKIM = {
    "policy": "policy.yaml",
    "data": os.environ.get("SHOP_JIKIM", "jikim-data"),
    "mapping": "attached.yaml",
    "sign_in": {"name": "membership"},
    "views": {
        "join": {"name": "membership", "channel": "site", "old_enough": True},
        "order": {"name": "orders", "channel": "site", "old_enough": True},
        "label": {"name": "delivery"},
        "reviews": {"name": "reviews"},
        "birthdays": {"name": "tailored"},
    },
}
