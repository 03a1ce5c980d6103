"""`jikim write`: pages on this machine alone, for the file as it is written."""

from __future__ import annotations

import asyncio
import secrets
import signal
from pathlib import Path
from typing import Annotated

from cyclopts.validators import Number

from jikim.cli import files, terminal, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.import_ import published, put_new
from jikim.cli.options import language

HOST = "127.0.0.1"


@in_korean(
    """방침을 작성하는 페이지를 엽니다: 저장할 때마다 바뀌는 문서, 입력 양식, 질문, 초안의 바탕이 된 본문.

    127.0.0.1에서만 열리며, 출력된 주소에 토큰이 들어 있어 그 주소를 아는 사람만 볼 수 있습니다. 원본은 파일이므로
    다른 편집기로 함께 고쳐도 됩니다. --from이면 방침 파일이 없을 때 `jikim import`처럼 초안을 만들고, 공개한 본문의
    문장마다 그 문장을 가리키는 줄을 나란히 보여 주어 받아들이거나 고치거나 건너뛸 수 있습니다.
    """
)
def write(
    policy: Annotated[Path, about("The policy file, or the draft.", "방침 파일 또는 초안", name="POLICY")],
    /,
    *,
    from_: Annotated[
        Path | None,
        about(
            "The published policy (PDF, HTML, docx, text): a draft is begun, and held beside it.",
            "공개한 처리방침(PDF, HTML, docx, 텍스트). 초안을 만들어 나란히 대조",
            name="--from",
            metavar="FILE",
        ),
    ] = None,
    port: Annotated[
        int, about("8765 unless given.", "포트 번호. 없으면 8765", metavar="PORT", validator=Number(gte=1, lte=65535))
    ] = 8765,
) -> int:
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
        terminal.line(files.wrote(policy))
    if not policy.is_file():
        raise UsageError(
            f"there is no file `{policy}`",
            hint="begin one with `jikim init`, or name a published text with --from",
            ko=(f"`{policy}` 파일이 없습니다", "`jikim init`으로 만들거나, --from으로 공개한 본문을 적어 주세요"),
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
