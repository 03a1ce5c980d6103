"""After the story: the whole site opens with its people in it, so that anyone can walk in, look, and move the clock.

What stands in for others says so: everybody's mailbox, and (out of the homepage's `sandbox`) the payment companies. In
a terminal it stays open until it is ended; else each address is fetched once and it ends.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import FrameType, ModuleType
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from rich.text import Text

from jikim.app import AsyncJikim, Jikim
from jikim.app.due import run_due
from jikim.clock import machine_seconds, machine_wait
from jikim.demo.bar import DemoPage, pages
from jikim.demo.doors import Door
from jikim.demo.entering import Entrance, people
from jikim.demo.moving import Mover
from jikim.demo.office_story import OFFICERS
from jikim.demo.report import BrokenError, Report
from jikim.demo.stage import Stage
from jikim.demo.waiting import open_work
from jikim.demo.where import homepage
from jikim.mail.mailbox import Mailbox
from jikim.policy.compiled import Policy
from jikim.settings import Endpoint
from jikim.web.office.places import GROUPS, stands
from jikim.web.running import Site
from jikim.web.site import CSRF_COOKIE, Addition, site

SENDER = "no-reply@example.com"
PATIENCE = 60.0
LEASE = 0.1
PLACES = (
    DemoPage("/", "홈페이지", "The homepage"),
    DemoPage("/my", "회원 페이지: 내 정보", "A member’s page: my data"),
    DemoPage("/office", "관리자 페이지", "The office"),
    DemoPage("/promises", "약속과 증거", "The promises, with their evidence"),
    DemoPage("/policy", "개인정보 처리방침", "The privacy policy"),
)


@dataclass(frozen=True)
class Opened:
    """An open site: its address, who can sign in, where the stand-in for payments is (empty where there is none).

    `knocked` is what the office answered to somebody from outside the declared networks; `doors` are the browsers of the
    office's people, who have signed in.
    """

    url: str
    entries: tuple[Entrance, ...]
    stand_in: str
    box: Mailbox
    mover: Mover
    knocked: int
    doors: Mapping[str, Door]


def open_site(stack: ExitStack, stage: Stage) -> Opened:
    """Opens the site on free ports of loopback. It closes with the stack."""
    jk, package = stage.jk, homepage_package()
    officer, entries = people(stage)
    for ran in run_due(jk):
        if ran.failed is not None:
            stage.report.broke(ran.step, ran.failed)
    _something_to_watch(stage)
    box = stack.enter_context(Mailbox())
    url, port = place()
    endpoints, stand_in = dict(stage.receiver.endpoints), ""
    if package is not None:
        theirs, stand_in = _stand_in(stack, package, jk, url)
        endpoints |= theirs
    # An epoch waits until no process remembers a key. Where a day passes at a button's press, that is a moment and not
    # a minute.
    jk.house.keyring.lease = LEASE
    jk.settings = replace(jk.settings, url=url, smtp=box.url, mail_from=SENDER, endpoints=endpoints, lease=LEASE)
    mover = stack.enter_context(Mover(jk, officer))
    ours = pages(mover, box, PLACES, entries, stand_in)
    base: Addition = (
        importlib.import_module(f"{package.__name__}.site").addition() if package else Addition(pages=[_front()])
    )
    addition = replace(base, pages=[*base.pages, *ours], names={**base.names, "demo": mover, "demo_token": CSRF_COOKIE})

    knocked: list[int] = []

    async def make(opened: AsyncJikim) -> Any:
        made = await site(opened, addition)
        knocked.append(await _knock(made))
        return made

    running = Site(jk.policy.file, jk.settings, make, port=port, jobs=None, jk=jk)
    beside(stack, running.run, running.stop)
    answers(f"{url}/policy")
    doors = {one.login: stack.enter_context(Door(url)).enter(one) for one in entries if one.office}
    open_work(stage, url, box, doors)
    return Opened(url, entries, stand_in, box, mover, knocked[0], doors)


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


# ---- what there is to see


def _something_to_watch(stage: Stage) -> None:
    """An order that is settled today, and rests from tomorrow for five years; usage that is gone after a month."""
    jk, gana = stage.jk, stage.cast["gana"]
    person = gana.doings.person
    order = jk.collect(
        "order",
        {
            "name": person.name,
            "phone": person.phone,
            "email": "gana@example.org",
            "address": person.address,
            "lines": [{"product": "RemoteView Box", "quantity": 1}],
        },
        channel="homepage",
        subject=gana.person,
        old_enough=True,
    )
    for event in ("paid", "delivered", "settled"):
        jk.event(order.ref, event)
    jk.collect(
        "usage-history",
        {"usage": {"sessions": 3, "minutes": 42}},
        channel="automatic",
        subject=gana.person,
        old_enough=True,
    )


# ---- what runs beside


def place() -> tuple[str, int]:
    """A free place of loopback: its address and port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    return f"http://127.0.0.1:{port}", port


def beside(stack: ExitStack, run: Callable[[], Coroutine[Any, Any, None]], stop: Callable[[], None]) -> None:
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
    url, port = place()
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

    beside(stack, serve, stop)
    answers(url)
    endpoints = {name: Endpoint(f"{url}/{name}", secret) for name, secret in ours.items()}
    endpoints["publication"] = Endpoint(f"{site}/hooks/publication", secrets.token_urlsafe(24))
    endpoints["remoteview"] = Endpoint(url, secrets.token_urlsafe(24))
    return endpoints, url


async def _knock(app: Any) -> int:
    """Somebody from outside the declared networks tries the office: they learn nothing, and it becomes an alert (10.5).
    Answers the status."""
    outside = httpx.ASGITransport(app=app, client=("203.0.113.9", 40_000))
    async with httpx.AsyncClient(transport=outside, base_url="https://demo.invalid") as client:
        return (await client.get("/office")).status_code


def answers(url: str) -> None:
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
    for place in PLACES[:4]:
        _address(report, place, opened.url)
    _address(report, DemoPage("/demo", "안내와 시계", "Guide, with the clock"), opened.url)
    if opened.stand_in:
        _address(report, DemoPage("", "결제 회사를 흉내 낸 곳", "The stand-in for payment companies"), opened.stand_in)
    say = report.say
    report.console.print()
    report.table(
        (say("누구", "who"), say("아이디", "login ID"), say("비밀번호", "password")),
        [(say(one.ko, one.en), one.login, one.password) for one in opened.entries],
    )
    code_at = f"{opened.url}{'' if report.language == 'ko' else '/en'}/demo/code"
    report.line(
        f"관리자 페이지에는 인증 앱의 번호 여섯 자리도 필요합니다. 이 시연에서는 {code_at} 에 나옵니다.",
        f"The office also wants six digits of an authenticator app: in this demo they are shown at {code_at}",
    )


def _address(report: Report, place: DemoPage, url: str) -> None:
    path = place.path if report.language == "ko" or not place.path else f"/en{place.path.rstrip('/')}"
    report.console.print(Text(f"  {report.say(place.ko, place.en)}: {url}{path}"), soft_wrap=True)


def look(report: Report, opened: Opened, policy: Policy) -> None:
    """Fetches each address once, and signs in as each of those who can; as the officer, each of the office's places."""
    for place in (*PLACES, *(DemoPage(path, "", "") for path in ("/demo", "/demo/mail", "/demo/code", "/sign-in"))):
        for prefix in ("", "/en"):
            _fetched(report, f"{opened.url}{prefix}{place.path}")
    if opened.stand_in:
        _fetched(report, opened.stand_in)
    if opened.knocked != 404:
        _failed(report, f"/office: {opened.knocked}")
    for entry in opened.entries:
        if entry.office:
            _sees_places(report, opened.doors[entry.login], entry, policy)
        elif not _comes_in(opened.url, entry):
            _failed(report, report.say(f"로그인: {entry.login}", f"sign-in: {entry.login}"))


def _comes_in(url: str, entry: Entrance) -> bool:
    """Whether somebody can sign in, and sees their page."""
    with Door(url) as door:
        return door.enter(entry).client.get("/my").status_code == 200


def _sees_places(report: Report, door: Door, entry: Entrance, policy: Policy) -> None:
    """One of the office sees each place that the policy has, in both languages; a handler those that are neither an
    officer's nor of another purpose."""
    officer = entry.login in OFFICERS
    for place in (place for _, _, places in GROUPS for place in places if stands(policy, place)):
        wanted = 200 if officer or not (place.officer or place.abuse) else 403
        for prefix in ("", "/en") if officer else ("",):
            answered = door.client.get(f"{prefix}{place.path}").status_code
            if answered != wanted:
                _failed(report, f"{entry.login} {prefix}{place.path}: {answered}")


def _failed(report: Report, what: str) -> None:
    report.failed += 1
    report.line(f"✗ {what}", f"✗ {what}", style="bold red")


def _fetched(report: Report, url: str) -> None:
    try:
        status = httpx.get(url, timeout=30, follow_redirects=True).status_code
    except httpx.HTTPError as error:
        status = 0
        report.broke(url, type(error).__name__)
    if status != 200:
        _failed(report, f"{url}: {status}")


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
