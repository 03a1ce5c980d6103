"""Values that no one else has, and the search for them in every form in which they could come out."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any

# One marker for each value; each is found inside what its validator makes of it.
MARKERS: dict[str, str] = {
    "login_id": "zqlogin7741",
    "password": "zqsecret-heron-7742",
    "name": "Zqname Vxwk",
    "korean name": "쀍뛟휄",
    "email": "zqmail7743",
    "company": "Zqcompany 7744",
    "address": "뷁뛟로 7745",
    "mobile": "55507746",
    "phone": "5557747",
    "business_no": "1010177401",
    "usage": "zqusage7749",
    "access_log": "zqaccess7750",
    "cookie": "zqcookie7751",
    "ip": "198.51.100.173",
    "card": "4000007757000002",
    "bank_account": "77530077530077",
    "payment": "ZQAPPROVAL7754",
    "order.lines": "zqlines7755",
    "order.note": "zqnote7756",
    "enquiry.text": "zqtext7757",
    "enquiry.files": "zqfile7758",
    "result": "zqresult7759",
    "topics": "zqtopic7760",
    "reason": "zqreason7761",
    "answers": "zqanswer7762",
    "corrected": "Zqcorrectedname",
}


def _needles(marker: str) -> set[bytes]:
    found: set[bytes] = set()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = marker.encode(encoding)
        found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
        for shift in range(3):
            # Base64 of the marker wherever it begins in what is encoded; the ends mix with the neighbours and are left
            # out.
            text = base64.b64encode(b"\x00" * shift + raw)
            core = text[(0, 2, 3)[shift] : len(text) - (0, 3, 2)[(shift + len(raw)) % 3]]
            if len(core) >= 7:
                found |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    escaped = json.dumps(marker)[1:-1]
    return found | {escaped.encode(), escaped.upper().encode()}


NEEDLES: dict[str, set[bytes]] = {name: _needles(marker) for name, marker in MARKERS.items()}


def found_in(blob: bytes, names: Iterable[str] = MARKERS) -> list[str]:
    """Which markers are in these bytes, in UTF-8, UTF-16, hex or base64, or escaped as in JSON."""
    return [name for name in names if any(needle in blob for needle in NEEDLES[name])]


def as_bytes(thing: Any) -> bytes:
    """Anything that was handed to the driver, as bytes to be searched; containers part by part."""
    match thing:
        case bytes() | bytearray() | memoryview():
            return bytes(thing)
        case str():
            return thing.encode("utf-8", "surrogatepass")
        case dict():
            return b"\n".join(as_bytes(part) for pair in thing.items() for part in pair)
        case list() | tuple() | set():
            return b"\n".join(map(as_bytes, thing))
        case _:
            inner = getattr(thing, "obj", None)
            dumps = getattr(thing, "dumps", None)
            made = as_bytes(dumps(inner)) if dumps is not None else b""
            return repr(thing).encode("utf-8", "surrogatepass") + b"\n" + made
