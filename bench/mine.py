"""A member's own page, how their data was used, and signing up, as `jikim serve` answers them: with 10, 1,000 and 100,000 records of the one who
asks."""

from __future__ import annotations

from functools import partial

import httpx

import jikim
from bench.house import PASSWORD
from bench.people import fill
from bench.serving import serve
from bench.stage import POLICY, Figure, Stage, alternating, seconds
from jikim.accounts.sessions import begin_session
from jikim.app import Jikim, read_policy
from jikim.settings import Settings

GOAL_MS = 300.0
SIGN_UPS = 20
PAGES = ("/my", "/my/uses")


def mine(stage: Stage) -> list[Figure]:
    """The median of its rounds; each page with everything that it says of so many records."""
    directory, figures = stage.directory / "mine", list[Figure]()
    sizes = (10, 1_000, stage.size(100_000, 2_000))
    sessions = []
    with Jikim(read_policy(POLICY), Settings(directory), "bench") as jk:
        names = iter(range(1_000))

        def join() -> jikim.Person:
            name = f"mine{next(names)}"
            given = {"login_id": name, "password": PASSWORD, "name": "가나다", "email": f"{name}@example.com"}
            ref = jk.collect("membership", given, channel="homepage", old_enough=True).ref
            return jikim.Person(ref.subject, "member")

        (joined,) = alternating(stage.size(SIGN_UPS, 2), lambda: seconds(join) * 1e3)
        figures.append(Figure("signing up, its password hashed", joined, "ms"))
        for records in sizes:
            person = join()
            # The membership is one of them.
            fill(jk, person, records - 1)
            sessions.append(jk.do(begin_session, person.subject, person.kind))
    with serve(directory, jobs=86_400) as served:
        for records, token in zip(sizes, sessions, strict=True):
            cookies = {"jikim_session": token}
            with httpx.Client(base_url=f"http://127.0.0.1:{served.port}", cookies=cookies, timeout=600) as client:

                def asked(path: str, client: httpx.Client = client) -> float:
                    def page() -> None:
                        assert client.get(path).status_code == 200

                    return seconds(page) * 1e3

                took = alternating(5, *(partial(asked, path) for path in PAGES))
            figures += [
                Figure(f"`{path}`, {records:,} records", ms, "ms", goal=f"{GOAL_MS:.0f} ms", met=ms < GOAL_MS)
                for path, ms in zip(PAGES, took, strict=True)
            ]
        figures.append(Figure("… what the server holds then", served.megabytes(), "MB"))
    return figures
