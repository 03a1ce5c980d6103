"""What a published policy never says, by kind: which record holds an item, which purpose reads it, how long it lasts. Each is marked a guess."""

from __future__ import annotations

from collections.abc import Mapping

TRACES = ("usage", "access_log", "cookie", "ip", "device", "mac", "location")
MONEY = ("card", "bank_account", "payment")
EXPECTED = {"account": "standing", "order": "6mo", "enquiry": "1mo"}  # how long a purpose should last
READS: Mapping[str, tuple[str, ...]] = {
    "payment": ("name", "email", "phone", "mobile", *MONEY), "delivery": ("name", "phone", "mobile", "address"),
    "support": ("name", "email", "phone", "mobile", "company"), "notices": ("name", "email", "mobile"),
    "fraud-prevention": ("login_id", "ip", "access_log", "device"), "statistics": ("usage", "access_log", "cookie", "device"),
    "development": ("usage",), "marketing": ("name", "email", "mobile"), "demographics": ("country", "gender", "birth_date", "address"),
    "identity-check": ("name", "mobile", "identity_code", "birth_date", "gender"), "debt-collection": ("name", "phone", "mobile", "address", "payment"),
    "disputes": ("name", "email", "phone", "payment"),
}  # fmt: skip
