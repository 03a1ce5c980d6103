"""What the policy says about cookies, ready to be asked on each request."""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jikim.cookies.choice import Kind
from jikim.errors import JikimError
from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period, day_of

SESSION = "jikim_session"
FORGERY = "jikim_csrf"
CHOICE = "jikim_cookies"
BROWSER = "jikim_browser"
NEEDED = (SESSION, FORGERY, CHOICE)


@dataclass(frozen=True)
class Declared:
    """One cookie of the table. `life` is None for one that goes with the browser."""

    name: str
    purpose: str
    life: Period | None


@dataclass(frozen=True)
class Rules:
    """The table and the purposes. `offered` are the choices that a visitor has; `asked` are the purposes that ask, in
    the policy's order; `serves` names, for one of them, the purpose of section 2 whose consent it is; `digest` changes
    with what a choice was made about.
    """

    table: Mapping[str, Declared]
    offered: tuple[Kind, ...]
    essential: frozenset[str]
    asked: tuple[str, ...]
    serves: Mapping[str, str]
    honours_signal: bool
    below_age: int
    digest: str
    zone: ZoneInfo

    @classmethod
    def of(cls, policy: Policy) -> Rules:
        """The rules of a policy; of one without cookies, that there are none."""
        cookies = policy.file.cookies
        if cookies is None:
            return cls({}, (), frozenset(), (), {}, True, 0, "", policy.zone)
        table = {
            name: Declared(name, cookie.purpose, None if cookie.life == "session" else cookie.life)
            for name, cookie in cookies.table.items()
        }
        about = {
            "purposes": {name: [one.essential, one.purpose] for name, one in cookies.purposes.items()},
            "table": {name: [one.purpose, one.set_by, str(one.life)] for name, one in cookies.table.items()},
        }
        text = json.dumps(about, sort_keys=True, ensure_ascii=False)
        return cls(
            table=table,
            offered=cookies.choices,
            essential=frozenset(name for name, one in cookies.purposes.items() if one.essential),
            asked=tuple(name for name, one in cookies.purposes.items() if not one.essential),
            serves={name: one.purpose for name, one in cookies.purposes.items() if one.purpose and not one.essential},
            honours_signal=cookies.honour_gpc,
            below_age=policy.file.refuse.below_age,
            digest=hashlib.sha256(text.encode()).hexdigest()[:16],
            zone=policy.zone,
        )

    def seconds(self, name: str, now: datetime) -> int | None:
        """How long a declared cookie may stay, counted by the calendar from now; None: until the browser is closed."""
        life = self.table[name].life
        return None if life is None else int((self.until(life, now) - now).total_seconds())

    def until(self, life: Period, now: datetime) -> datetime:
        """The moment at which a life that begins now is over."""
        if life.unit not in ("mo", "y"):
            return now + life.delta()
        here = now.astimezone(self.zone)
        months = here.year * 12 + here.month - 1 + life.count * (12 if life.unit == "y" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return here.replace(year=year, month=month + 1, day=min(here.day, last))

    def evidence_until(self, now: datetime) -> date:
        """The last day on which the record of a choice is needed: the choice's own life, then that of the longest
        cookie set under it."""
        end = self.until(self.table[CHOICE].life or Period(1, "d"), now)
        lives = [one.life for one in self.table.values() if one.life is not None and one.purpose not in self.essential]
        return day_of(max((self.until(life, end) for life in lives), default=end), self.zone) + timedelta(days=1)


def expect_declared(file: PolicyFile) -> None:
    """Raises JikimError where the policy does not declare the cookies that the pages cannot do without."""
    found = file.cookies.table if file.cookies else {}
    purposes = file.cookies.purposes if file.cookies else {}
    lacking = [name for name in NEEDED if name not in found or not purposes[found[name].purpose].essential]
    if lacking:
        raise JikimError(
            f"the policy declares no essential cookie {', '.join(f'`{name}`' for name in lacking)}, and the pages set no other than declared ones",
            hint="declare them under `cookies: table:` as homepage/policy.yaml does",
            ko=(
                f"방침에 필수 쿠키 {', '.join(f'`{name}`' for name in lacking)} 선언이 없습니다. 페이지는 선언한 쿠키만 씁니다",
                "homepage/policy.yaml처럼 `cookies: table:`에 선언해 주세요",
            ),
        )
