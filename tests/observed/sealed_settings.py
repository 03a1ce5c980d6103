"""The shop's settings with sealed fields, and its people signing in by their accounts in Jikim."""

from shop.ruled import *  # noqa: F403
from shop.ruled import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "parcels"]
AUTHENTICATION_BACKENDS = ["jikim.contrib.django.signing_in.Accounts"]
