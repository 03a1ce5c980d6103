"""The same shop, with its rows under the policy: `DJANGO_SETTINGS_MODULE=shop.ruled`. Whoever is signed in sees all that
is known of them on one page, and the admin shows no value without a purpose."""

import os

from shop.observed import *  # noqa: F403
from shop.observed import JIKIM

ROOT_URLCONF = "shop.ruled_urls"
JIKIM = {
    **JIKIM,
    "policy": os.environ.get("SHOP_POLICY", "policy.yaml"),
    "url": os.environ.get("SHOP_PRIVACY_URL", ""),  # the site that `jikim serve` runs, and a key of the shop's for it
    "key": os.environ.get("SHOP_PRIVACY_KEY", ""),
}
