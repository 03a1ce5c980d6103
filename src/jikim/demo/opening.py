"""After the story: the whole site opens with its people in it, so that anyone can walk in, look, and move the clock.

What stands in for others says so: everybody's mailbox, and (out of the homepage's `sandbox`) the payment companies. In a terminal it stays open
until it is ended; else each address is fetched once and it ends.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import re
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from types import FrameType, ModuleType
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from rich.text import Text

from jikim.app import AsyncJikim, Jikim
from jikim.clock import machine_seconds, machine_wait
from jikim.demo.bar import Entrance, Place, pages
from jikim.demo.mailbox import Mailbox
from jikim.demo.moving import Mover
from jikim.demo.people import Invented
from jikim.demo.report import BrokenError, Report
from jikim.demo.stage import Stage
from jikim.demo.where import homepage
from jikim.desk.guardians import link_guardian
from jikim.policy.ask import Actor
from jikim.settings import Endpoint
from jikim.verbs.collect import Person
from jikim.web.running import Site
from jikim.web.site import Addition, site

SENDER = "no-reply@example.com"
PATIENCE = 60.0
LEASE = 0.1
_KR = {"postcode": "00000", "line1": "가상특별시 예시구 없는길 6"}
CHILD = Invented(6, "member", "KR", "나예시", "na.yesi@example.kr", "02-555-0106", "010-0000-0006", _KR, "", "")
GUARDIAN = Invented(7, "member", "KR", "이보호", "lee.boho@example.kr", "02-555-0107", "010-0000-0007", _KR, "", "")

PLACES = (
    Place("/", "홈페이지", "The homepage"),
    Place("/my", "회원 페이지: 내 정보", "A member’s page: my data"),
    Place("/promises", "약속과 증거", "The promises, with their evidence"),
    Place("/policy", "개인정보 처리방침", "The privacy policy"),
)


@dataclass(frozen=True)
class Opened:
    """An open site: its address, who can sign in, where the stand-in for payments is (empty where there is none)."""

    url: str
    entries: tuple[Entrance, ...]
    stand_in: str
    box: Mailbox
    mover: Mover


def open_site(stack: ExitStack, stage: Stage) -> Opened:
    """Opens the site on free ports of loopback. It closes with the stack."""
    jk, package = stage.jk, homepage_package()
    officer, entries = _people(stage)
    box = stack.enter_context(Mailbox())
    url, port = _place()
    endpoints, stand_in = dict(stage.receiver.endpoints), ""
    if package is not None:
        theirs, stand_in = _stand_in(stack, package, jk, url)
        endpoints |= theirs
    # An epoch waits until no process remembers a key. Where a day passes at a button's press, that is a moment and not a minute.
    jk.house.keyring.lease = LEASE
    jk.settings = replace(jk.settings, url=url, smtp=box.url, mail_from=SENDER, endpoints=endpoints, lease=LEASE)
    mover = stack.enter_context(Mover(jk, officer))
    ours = pages(mover, box, PLACES, entries, stand_in)
    base: Addition = (
        importlib.import_module(f"{package.__name__}.site").addition() if package else Addition(pages=[_front()])
    )
    addition = replace(base, pages=[*base.pages, *ours], names={**base.names, "demo": mover})

    async def make(opened: AsyncJikim) -> Any:
        return await site(opened, addition)

    running = Site(jk.policy.file, jk.settings, make, port=port, jobs=None, jk=jk)
    _beside(stack, running.run, running.stop)
    _answers(f"{url}/policy")
    return Opened(url, entries, stand_in, box, mover)


def homepage_package() -> ModuleType | None:
    """The homepage's own code, from where its policy is; None where it has none."""
    folder = homepage()
    if not (folder / "site" / "__init__.py").is_file():
        return None
    name = "homepage"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def _front() -> Any:
    """Where the homepage's pages are not installed, the guide is the front page."""
    from litestar import get
    from litestar.response import Redirect

    @get("/")
    async def front() -> Redirect:
        return Redirect("/demo", status_code=303)

    return front


# ---- who is here


def _people(stage: Stage) -> tuple[Actor, tuple[Entrance, ...]]:
    """The officer with a grant that lasts, a child's account with its guardian, and something for the member to watch."""
    jk = stage.jk
    system = jk.acting("system", "set-up")
    jk.enter_handler(
        "omar",
        name="한결 보호책임자",
        email="omar@example.com",
        duty="개인정보 보호책임자",
        kind="officer",
        pledged=jk.house.today(),
        actor=system,
    )
    jk.grant("omar", list(stage.policy.file.purposes), jk.now() + timedelta(days=366 * 12), actor=system)
    officer = jk.handler("omar", kind="officer", origin="192.0.2.11")
    child, guardian = (
        Person(jk.collect("membership", one.membership, channel="homepage", old_enough=True).ref.subject, "member")
        for one in (CHILD, GUARDIAN)
    )
    jk.driver.run(link_guardian(jk.house, child.subject, guardian.subject, actor=officer))
    _something_to_watch(stage)
    gana = stage.cast["gana"].doings.person
    return officer, (
        _entrance("회원 가나다", "The member 가나다", gana),
        _entrance("법정대리인 이보호 (나예시의)", "The guardian 이보호 (of 나예시)", GUARDIAN),
        _entrance("나예시: 만 14세 미만으로 밝혀진 회원", "나예시: a member found to be under 14", CHILD),
    )


def _entrance(ko: str, en: str, person: Invented) -> Entrance:
    values = person.membership
    return Entrance(ko, en, values["login_id"], values["password"])


def _something_to_watch(stage: Stage) -> None:
    """An order that is settled today, and rests from tomorrow for five years; usage that is gone after a month."""
    jk, gana = stage.jk, stage.cast["gana"]
    person = gana.doings.person
    order = jk.collect(
        "order",
        {
            "name": person.name, "phone": person.phone, "email": "gana@example.org", "address": person.address,
            "lines": [{"product": "RemoteView Box", "quantity": 1}],
        },
        channel="homepage", subject=gana.person, old_enough=True,
    )  # fmt: skip
    for event in ("paid", "delivered", "settled"):
        jk.event(order.ref, event)
    jk.collect(
        "usage-history", {"usage": {"sessions": 3, "minutes": 42}}, channel="automatic", subject=gana.person, old_enough=True
    )  # fmt: skip


# ---- what runs beside


def _place() -> tuple[str, int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    return f"http://127.0.0.1:{port}", port


def _beside(stack: ExitStack, run: Callable[[], Coroutine[Any, Any, None]], stop: Callable[[], None]) -> None:
    """Runs something in a thread with a loop of its own, until the stack ends."""
    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()

    def end() -> None:
        stop()
        thread.join(PATIENCE)

    stack.callback(end)


def _stand_in(stack: ExitStack, package: ModuleType, jk: Jikim, site: str) -> tuple[Mapping[str, Endpoint], str]:
    """Starts the homepage's stand-in for those it works with. Answers their endpoints, and where it is."""
    sandbox = importlib.import_module(f"{package.__name__}.sandbox")
    url, port = _place()
    ours = {name: secrets.token_urlsafe(24) for name in sandbox.PROVIDERS}
    app = sandbox.sandbox(ours, jk.now)
    ending: list[Callable[[], object]] = []

    async def serve() -> None:
        server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
        stopped, loop = asyncio.Event(), asyncio.get_running_loop()
        ending.append(lambda: loop.call_soon_threadsafe(stopped.set))
        serving = asyncio.create_task(server.serve())
        await stopped.wait()
        server.stop()  # type: ignore[no-untyped-call]
        await asyncio.gather(serving, return_exceptions=True)

    def stop() -> None:
        for end in ending:
            end()

    _beside(stack, serve, stop)
    _answers(url)
    endpoints = {name: Endpoint(f"{url}/{name}", secret) for name, secret in ours.items()}
    endpoints["publication"] = Endpoint(f"{site}/hooks/publication", secrets.token_urlsafe(24))
    endpoints["remoteview"] = Endpoint(url, secrets.token_urlsafe(24))
    return endpoints, url


def _answers(url: str) -> None:
    """Waits until somebody answers there. Raises BrokenError where nobody does."""
    end = machine_seconds() + PATIENCE
    while machine_seconds() < end:
        try:
            httpx.get(url, timeout=5)
        except httpx.TransportError:
            machine_wait(0.05)
        else:
            return
    raise BrokenError


# ---- what is told


def tell(report: Report, opened: Opened) -> None:
    """Prints the addresses and the log-ins."""
    report.chapter("사이트가 열렸습니다", "The site is open")
    for place in PLACES[:3]:
        _address(report, place, opened.url)
    report.line(
        "책임자 화면은 아직 없습니다. 오늘은 명령과 SDK로 합니다 (jikim --help)",
        "The officer’s pages are not there yet: today that is done by commands and the SDK (jikim --help)", style="dim",
    )  # fmt: skip
    _address(report, Place("/demo", "안내와 시계", "Guide, with the clock"), opened.url)
    if opened.stand_in:
        _address(report, Place("", "결제 회사를 흉내 낸 곳", "The stand-in for payment companies"), opened.stand_in)
    say = report.say
    report.console.print()
    report.table(
        (say("누구", "who"), say("아이디", "login ID"), say("비밀번호", "password")),
        [(say(one.ko, one.en), one.login, one.password) for one in opened.entries],
    )


def _address(report: Report, place: Place, url: str) -> None:
    path = place.path if report.language == "ko" or not place.path else f"/en{place.path.rstrip('/')}"
    report.console.print(Text(f"  {report.say(place.ko, place.en)}: {url}{path}"), soft_wrap=True)


def look(report: Report, opened: Opened) -> None:
    """Fetches each address once, and signs in as each of those who can."""
    for place in (*PLACES, Place("/demo", "", ""), Place("/demo/mail", "", ""), Place("/sign-in", "", "")):
        for prefix in ("", "/en"):
            _fetched(report, f"{opened.url}{prefix}{place.path}")
    if opened.stand_in:
        _fetched(report, opened.stand_in)
    for entry in opened.entries:
        if not _comes_in(opened.url, entry):
            report.failed += 1
            report.line(f"✗ 로그인: {entry.login}", f"✗ sign-in: {entry.login}", style="bold red")


def _comes_in(url: str, entry: Entrance) -> bool:
    """Whether somebody can sign in, and sees their page."""
    with httpx.Client(base_url=url, timeout=30) as client:
        form = re.search(r'name="_csrf_token" value="([^"]+)"', client.get("/sign-in").text)
        said = {"name": entry.login, "password": entry.password, "_csrf_token": form[1] if form else ""}
        answer = client.post("/sign-in", data=said)
        return answer.status_code == 303 and client.get("/my").status_code == 200


def _fetched(report: Report, url: str) -> None:
    try:
        code = httpx.get(url, timeout=30, follow_redirects=True).status_code
    except httpx.HTTPError as error:
        code = 0
        report.broke(url, type(error).__name__)
    if code != 200:
        report.failed += 1
        report.line(f"✗ {url}: {code}", f"✗ {url}: {code}", style="bold red")


def stay(report: Report) -> None:
    """Stays open until somebody ends it: Ctrl-C, or SIGTERM."""
    report.line(
        "Ctrl-C를 누르면 닫히고, 임시 데이터는 사라집니다.", "Ctrl-C closes it; what is temporary goes.", style="dim"
    )
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not ended.wait(1.0):
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def attended(report: Report) -> bool:
    """Whether somebody sits before it, whatever colours were asked for."""
    return report.console.file.isatty() and sys.stdin is not None and sys.stdin.isatty()
