"""`jikim write`: pages on this machine alone, for the file as it is written."""

from __future__ import annotations

import asyncio
import secrets
import signal
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from jikim.cli import terminal, when
from jikim.cli.exits import DONE, UsageError
from jikim.cli.import_ import published, put_new
from jikim.cli.options import language

HOST = "127.0.0.1"


def write(
    policy: Annotated[Path, Parameter(name="POLICY", help="The policy file, or the draft.")],
    /,
    *,
    from_: Annotated[
        Path | None,
        Parameter(name="--from", metavar="FILE", help="The published policy (PDF, HTML, docx, text): a draft is begun, and held beside it."),
    ] = None,
    port: Annotated[
        int, Parameter(metavar="PORT", validator=Number(gte=1, lte=65535), help="8765 unless given.")
    ] = 8765,
) -> int:  # fmt: skip
    """Open pages to write a policy by: its document as you save, a form, questions, and the text that it began from.

    They answer on 127.0.0.1 alone, and whoever has the address that is printed: it holds a token. The file stays the source, and any editor may
    write it meanwhile. With --from, a policy that is not there is begun as `jikim import` does, and each sentence of the published text stands
    beside the lines that name it, to be accepted, mended or skipped.
    """
    from jikim.clock import machine_moment
    from jikim.policy.importing.draft import drafted
    from jikim.web.running import expect_free
    from jikim.web.writing.pages import writing
    from jikim.web.writing.policy_on_disk import PolicyOnDisk

    source = published(from_) if from_ is not None else None
    if source is not None and from_ is not None and not policy.exists():
        put_new(policy, drafted(source.sentences, source.facts, language(None), from_.name))
        terminal.line(f"wrote {policy}")
    if not policy.is_file():
        raise UsageError(
            f"there is no file `{policy}`", hint="begin one with `jikim init`, or name a published text with --from"
        )
    expect_free(HOST, port)
    token = secrets.token_urlsafe(24)
    app = writing(
        PolicyOnDisk(policy, when.today, machine_moment, source),
        token=token,
        forms=secrets.token_urlsafe(24),
        port=port,
    )
    terminal.line(f"http://{HOST}:{port}/?token={token}")
    asyncio.run(_until_signal(app, port))
    return DONE


async def _until_signal(app: object, port: int) -> None:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    server = Server(app, address=HOST, port=port, interface=Interfaces.ASGI, log_enabled=False, websockets=False)
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    serving = asyncio.create_task(server.serve())
    stopped = asyncio.create_task(ended.wait())
    await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
    server.stop()  # type: ignore[no-untyped-call]
    stopped.cancel()
    await asyncio.gather(serving, return_exceptions=True)
