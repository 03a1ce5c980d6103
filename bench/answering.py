"""The two servers that `bench.http` compares, each in a process of its own that imports nothing of the load: what it
holds, and how soon it answers, are the server's alone."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import sys
from pathlib import Path
from typing import Any


async def _bare(scope: Any, receive: Any, send: Any) -> None:
    """Reads a request and answers a constant."""
    if scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        body = b'{"values":{"name":"x","phone":"x","address":{"postcode":"04524","line1":"x"}},"files":{},"version":1}'
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def main() -> None:
    """The servers: `bare` and `jikim`."""
    what, directory, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    os.environ.pop("JIKIM_DIR", None)
    if what == "bare":
        from granian.constants import Interfaces
        from granian.server.embed import Server

        server = Server(
            _bare, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False, websockets=False
        )
        asyncio.run(server.serve())
        return
    from bench.stage import POLICY
    from jikim.app import read_policy
    from jikim.settings import Settings
    from jikim.web.running import Site

    async def make(jk: Any) -> Any:
        from jikim.web.site import site

        return await site(jk)

    def meanwhile() -> None:
        from jikim.web.site import prepare

        prepare()

    # As `jikim serve` does it (`cli/serve.py`), without its sequencer and its daily work.
    gc.disable()
    Site(read_policy(POLICY), Settings(directory), make, port=port, jobs=None, meanwhile=meanwhile).until_signal()
    if os.environ.get("JIKIM_BENCH_CPU"):
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(f"server: {used.ru_utime + used.ru_stime:.1f} s of CPU", file=sys.stderr)


if __name__ == "__main__":
    main()
