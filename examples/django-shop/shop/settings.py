"""The shop's settings. The database is named by SHOP_DATABASE."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

_at = urlsplit(os.environ["SHOP_DATABASE"])
_more = {name: values[0] for name, values in parse_qs(_at.query).items()}
DATABASES = {
    "default": {
        "ENGINE": f"django.db.backends.{'postgresql' if _at.scheme == 'postgresql' else 'mysql'}",
        "NAME": _at.path.lstrip("/"),
        "USER": unquote(_at.username or ""),
        "PASSWORD": unquote(_at.password or ""),
        "HOST": _at.hostname or _more.get("host", ""),
        "PORT": str(_at.port or _more.get("port", "")),
        "CONN_MAX_AGE": 60,
    }
}
SECRET_KEY = os.environ.get("SHOP_SECRET") or os.urandom(32).hex()
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "shop.urls"
AUTH_USER_MODEL = "shop.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
STATIC_URL = "static/"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "shop",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
