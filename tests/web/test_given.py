"""Sites of one process share their routes, and nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Litestar, get

from jikim.web.given import BY_NAME, Given, Within


@get("/whose")
async def whose(jk: Any) -> str:
    """Says by whose house it answers."""
    return str(jk)


async def _asked(app: Any, **scope: Any) -> list[Any]:
    said: list[Any] = []
    coming = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False} if scope["type"] == "http" else next(coming)

    async def send(message: Any) -> None:
        said.append(message)

    await app(scope, receive, send)
    return said


def test_each_site_answers_by_its_own_house_through_the_same_routes() -> None:
    """Two sites whose requests come at once over one tree of routes each answer by their own Jikim; and either may begin
    and end while the other goes on."""
    app = Litestar([whose], dependencies={"jk": BY_NAME["jk"]}, openapi_config=None, logging_config=None)
    http = {
        "type": "http", "method": "GET", "path": "/whose", "raw_path": b"/whose", "query_string": b"", "root_path": "",
        "scheme": "http", "headers": [], "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def story() -> None:
        names: list[Any] = ["one", "another"]
        sites = [Within(app, Given(name, *[None] * 3)) for name in names]  # type: ignore[arg-type]
        ended = await _asked(sites[0], type="lifespan")
        assert [one["type"] for one in ended] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
        said = await asyncio.gather(*(_asked(sites[at % 2], **http) for at in range(6)))
        assert [one[1]["body"].decode() for one in said] == names * 3

    asyncio.run(story())
