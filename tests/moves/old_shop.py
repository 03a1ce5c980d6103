"""An invented shop that moves in: its tables as files, and how they become records of the homepage's policy."""

from __future__ import annotations

import csv
import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

MAPPING = """people: public.customer
tables:
  public.customer:
    record: membership
    person: id
    items: {login_id: login_id, passwd: password, real_name: name, email: email, hp: mobile}
    via: homepage
    collected: created_at
    consents: {marketing.ads: ads_at}
    old_enough: yes
  public.purchase:
    record: order
    key: id
    person: customer_id
    items: {recipient: name, tel: phone, zip: address.postcode, addr: address.line1, lines: lines, memo: note}
    via: homepage
    collected: ordered_at
    events: {paid: paid_at, settled: settled_at}
    old_enough: yes
  public.job_lock:
    nobody: a lock of the scheduler
"""
SECRET = "오래된 비밀번호 7"
HASH = (
    "pbkdf2_sha256$100$abcdefgh$" + b64encode(hashlib.pbkdf2_hmac("sha256", SECRET.encode(), b"abcdefgh", 100)).decode()
)
CUSTOMER = {
    "id": "1", "login_id": "old.alice", "passwd": HASH, "real_name": "김가수", "email": "old.alice@example.com",
    "hp": "010-0000-1001", "created_at": "2009-03-02T10:00:00+09:00", "ads_at": "2011-06-01",
}  # fmt: skip
ORDER = {
    "id": "71", "customer_id": "1", "recipient": "김가수", "tel": "02-555-0101", "zip": "04524", "addr": "서울특별시 가상구 없는로 1",
    "lines": '[{"product": "remoteview-1y", "quantity": 1}]', "memo": "문 앞", "ordered_at": "2012-12-01 09:30:00", "paid_at": "2012-12-02", "settled_at": "",
}  # fmt: skip


def customer(number: int, **more: str) -> dict[str, str]:
    """An invented customer of that number."""
    return {
        **CUSTOMER, "id": str(number), "login_id": f"old.member{number}", "email": f"old{number}@example.com",
        "hp": f"010-0000-{number % 10000:04d}", **more,
    }  # fmt: skip


def order(number: int, of: int, **more: str) -> dict[str, str]:
    """An invented order of a customer's."""
    return {**ORDER, "id": str(number), "customer_id": str(of), **more}


def written(directory: Path, customers: Iterable[Mapping[str, str]], orders: Iterable[Mapping[str, str]] = ()) -> Path:
    """The shop's tables as CSV files, and its mapping beside them. Answers the directory."""
    directory.mkdir(exist_ok=True)
    for name, columns, rows in (("customer", CUSTOMER, customers), ("purchase", ORDER, orders)):
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, list(columns))
            lines.writeheader()
            lines.writerows(rows)
    (directory / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return directory
