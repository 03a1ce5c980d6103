"""Who can come in: members by their password, the office's people by a password and a code.

Their authenticator app is stood in for by a page of the demo, because its shared secrets are known. In real life nobody
knows them.
"""

from __future__ import annotations

from typing import NamedTuple

import pyotp

from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.demo.office_story import renew
from jikim.demo.people import Invented
from jikim.demo.stage import Stage
from jikim.desk.guardians import link_guardian
from jikim.handlers.proofs import STEP, set_code, set_password
from jikim.policy.ask import Actor
from jikim.verbs.collect import Person

_KR = {"postcode": "00000", "line1": "가상특별시 예시구 없는길 6"}
CHILD = Invented(6, "member", "KR", "나예시", "na.yesi@example.kr", "02-555-0106", "010-0000-0006", _KR, "", "")
GUARDIAN = Invented(7, "member", "KR", "이보호", "lee.boho@example.kr", "02-555-0107", "010-0000-0007", _KR, "", "")


class Entrance(NamedTuple):
    """Somebody to sign in as. Invented, and so are the password and (of the office's people) the authenticator's shared
    secret."""

    ko: str
    en: str
    login: str
    password: str
    secret: str = ""

    @property
    def office(self) -> bool:
        return bool(self.secret)


class Code(NamedTuple):
    """The six digits that an authenticator app would show and that are good now, and for how many seconds; where what is
    good now is used up, no digits, and in how many seconds the next are good."""

    entrance: Entrance
    digits: str
    left: int


OFFICE = (
    Entrance(
        "보호책임자 한결",
        "The officer Hangyeol",
        "omar",
        "five invented words of omar",
        "OMARINVENTEDOFFICERSECRET2345672",
    ),
    Entrance(
        "보호 부책임자 다온",
        "The second officer Daon",
        "dain",
        "five invented words of dain",
        "DAININVENTEDOFFICERSECRET2345672",
    ),
    Entrance(
        "취급자 새봄", "The handler Saebom", "hana", "five invented words of hana", "HANAINVENTEDHANDLERSECRET2345672"
    ),
)


def code(entrance: Entrance, used: int = 0) -> Code:
    """What the app would show now; where that is used up, what it shows next: that is good half a minute before.
    `used`: the step of the last code that was taken."""
    now = int(machine_moment().timestamp())
    step = max(now // STEP, used + 1)
    wait = (step - 1) * STEP - now
    if wait > 0:
        return Code(entrance, "", wait)
    return Code(entrance, pyotp.TOTP(entrance.secret, interval=STEP).at(step * STEP), (step + 1) * STEP - now)


def people(stage: Stage) -> tuple[Actor, tuple[Entrance, ...]]:
    """The office's people get what they prove themselves by, and their grants; a child's account its guardian. Answers
    the officer, and everyone."""
    jk = stage.jk
    for one in OFFICE:
        proves(jk, one)
    renew(stage)
    officer = stage.handlers["omar"] = jk.handler("omar", kind="officer", origin="192.0.2.11")
    child, guardian = (
        Person(jk.collect("membership", one.membership, channel="homepage", old_enough=True).ref.subject, "member")
        for one in (CHILD, GUARDIAN)
    )
    jk.do(link_guardian, child.subject, guardian.subject, actor=officer)
    gana = stage.cast["gana"].doings.person
    return officer, (
        _entrance("회원 가나다", "The member 가나다", gana),
        _entrance("법정대리인 이보호 (나예시의)", "The guardian 이보호 (of 나예시)", GUARDIAN),
        _entrance("나예시: 만 14세 미만으로 밝혀진 회원", "나예시: a member found to be under 14", CHILD),
        *OFFICE,
    )


def proves(jk: Jikim, one: Entrance) -> None:
    """A password, and the shared secret by the code of the half-minute before: the present one is still good for coming
    in."""
    actor = Actor("handler", one.login, 0, "192.0.2.11")
    jk.do(set_password, one.login, one.password, actor=actor)
    before = pyotp.TOTP(one.secret, interval=STEP).at(int(machine_moment().timestamp()) - STEP)
    jk.do(set_code, one.login, one.secret, before, actor=actor)


def _entrance(ko: str, en: str, person: Invented) -> Entrance:
    values = person.membership
    return Entrance(ko, en, values["login_id"], values["password"])
