"""Self-checks of what stands at the doors: the search for refused numbers, the form of passwords, and the gate that
lets cookies out.

The numbers are invented, and the passwords too common to be anybody's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from jikim.cookies.choice import Choice
from jikim.cookies.cookie_state import CookieState
from jikim.cookies.gate import Gate, Leaving
from jikim.cookies.rules import NEEDED, Rules
from jikim.passwords import check_password, hash_password
from jikim.policy.compiled import Policy
from jikim.policy.detect import find_refused
from jikim.policy.diff import lead_of
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType
from jikim.policy.period import day_of, earliest, enough
from jikim.prove.evidence import Refusals

SAMPLES: dict[ItemType, str] = {
    ItemType.RESIDENT_NUMBER: "제 번호는 900101-1234567 입니다",
    ItemType.ALIEN_NUMBER: "등록번호 900101-5234567",
    ItemType.PASSPORT: "여권 M12345678",
    ItemType.DRIVER_LICENCE: "면허 11-22-333333-44",
    ItemType.BIRTH_DATE: "생년월일: 1990-01-01",
}
COMMON = ("password1", "qwerty1234", "12345678", "aaaaaaaaaa", "short")
LONG = 10 * 365 * 86_400


def check_values(policy: Policy, now: datetime) -> dict[str, Refusals]:
    """The self-checks by name: `types`, `passwords`, `notice:…`, `cookies:undeclared`, `cookies:unasked`,
    `cookies:life`, `cookies:choices`, `cookies:signal`."""
    return {"types": _types(policy), "passwords": _passwords(policy), **_notices(policy, now), **_cookies(policy, now)}


def _notices(policy: Policy, now: datetime) -> dict[str, Refusals]:
    """A change whose day comes one day before the notice that is promised for it."""
    today = day_of(now, policy.zone)
    found = {}
    for kind in ("ordinary", "important"):
        promised = lead_of(policy.file, kind == "important")
        day = earliest(today, promised)
        passed = not enough(today, day, promised) or enough(today, day - timedelta(days=1), promised)
        found[f"notice:{kind}"] = Refusals(1, ("a day too soon",) if passed else ())
    return found


def _types(policy: Policy) -> Refusals:
    """Types that are never taken: found in a text where they have a form, refused as a value, and no item is of them."""
    asked, passed = 0, []
    declared = set(policy.types.values())
    for type in sorted(policy.refused):
        asked += 1
        text = SAMPLES.get(type)
        if type in declared or (text is not None and all(hit.type not in policy.refused for hit in find_refused(text))):
            passed.append(type.value)
    return Refusals(asked, tuple(passed))


def _passwords(policy: Policy) -> Refusals:
    """Passwords that everybody tries are refused."""
    if ItemType.PASSWORD not in policy.types.values():
        return Refusals(0)
    passed = []
    for n, password in enumerate(COMMON):
        try:
            accept(ItemType.PASSWORD, password)
        except ItemError:
            continue
        passed.append(f"common password {n + 1}")
    return Refusals(len(COMMON), tuple(passed))


def check_hash() -> bool:
    """Whether a password becomes an Argon2id hash with its own salt, which its owner's password opens and no other
    does. Takes a tenth of a second."""
    one, two = hash_password("seven quiet herons"), hash_password("seven quiet herons")
    return (
        one.startswith("$argon2id$")
        and one != two
        and check_password("seven quiet herons", one)
        and not check_password("seven quiet heronz", one)
    )


def _cookies(policy: Policy, now: datetime) -> dict[str, Refusals]:
    """The gate that every answer goes through: what it lets out of what it must not."""
    rules = Rules.of(policy)
    if policy.file.cookies is None:
        return {}

    def out(cookie_state: CookieState, name: str, life: int | None = None) -> list[str]:
        return Gate().release(cookie_state, [Leaving(name, "x", life)], secure=True, now=now)

    nobody = CookieState(rules, None, signal=False, now=now)
    asked = frozenset(rules.asked)
    refused = Choice(b"", "none", frozenset(), asked, False, now, rules.digest)
    everything = Choice(b"", "all", asked, frozenset(), False, now, rules.digest)
    asking = Choice(b"", "ask", frozenset(), frozenset(), False, now, rules.digest)
    undeclared = [name for name in ("proof_undeclared", "proof_tracker") if out(nobody, name)]
    lacking = [name for name in NEEDED if name not in rules.table]
    unasked, life, choices, signal = [], [], [], []
    others = [name for name, one in rules.table.items() if one.purpose not in rules.essential]
    for name in rules.table:
        if name in others:
            unasked += [name] if out(nobody, name) or out(CookieState(rules, refused, False, now), name) else []
            allowed = bool(out(CookieState(rules, everything, False, now), name))
            choices += [f"{name}: all"] if allowed != ("all" in rules.offered) else []
            choices += [f"{name}: ask"] if out(CookieState(rules, asking, False, now), name) else []
            signal += [name] if rules.honours_signal and out(CookieState(rules, None, True, now), name) else []
        longest = rules.seconds(name, now)
        for header in out(CookieState(rules, everything, False, now), name, LONG):
            age = header.partition("Max-Age=")[2].partition(";")[0]
            if (longest is None and age) or (longest is not None and (not age or int(age) > longest)):
                life.append(name)
    return {
        "cookies:undeclared": Refusals(2 + len(NEEDED), (*undeclared, *lacking)),
        "cookies:unasked": Refusals(2 * len(others), tuple(unasked)),
        "cookies:life": Refusals(len(rules.table), tuple(life)),
        "cookies:choices": Refusals(2 * len(others), tuple(choices)),
        "cookies:signal": Refusals(len(others) if rules.honours_signal else 0, tuple(signal)),
    }
