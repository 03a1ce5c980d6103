"""`jikim serve`: the pages and the REST API of a policy."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts.validators import Number

from jikim.cli import policy_file, terminal
from jikim.cli.addition import site_of
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, PolicyPath, language, words
from jikim.mail.sending import is_loopback
from jikim.particles import eun

if TYPE_CHECKING:
    from jikim.app.due import Ran
    from jikim.policy.model import PolicyFile
    from jikim.web.running import Site

_OFFICE_SECONDS = 1.0


@in_korean(
    """사람들이 여는 사이트와 REST API 서버를, 멈출 때까지 실행합니다.

    이 컴퓨터 밖에서 접속하게 하려면 TLS가 필요합니다. --cert와 --key를 주거나, JIKIM_TRUSTED_PROXIES에 적은
    프록시를 앞에 두어 주세요. 기한이 된 일(발송, 파기 작업, 원장 순번)도 함께 하며, --jobs 0이면 `jikim jobs`와
    `jikim sequence`에 맡깁니다.

    --dev이면 아직 공고한 것이 없고 개인정보도 없는 동안, 저장한 파일이 바로 적용됩니다. 그 뒤에는 다른 방침처럼
    공고해야 하며, 시행 중인 방침이 계속 적용됩니다. 보낼 서버를 설정하지 않은 메일과 문자는 보내지 않고 콘솔에
    출력합니다.
    """
)
def serve(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    host: Annotated[
        str, about("Where to listen: 127.0.0.1 unless given.", "연결을 받을 주소. 없으면 127.0.0.1", metavar="ADDRESS")
    ] = "127.0.0.1",
    port: Annotated[
        int, about("8000 unless given.", "포트 번호. 없으면 8000", metavar="PORT", validator=Number(gte=1, lte=65535))
    ] = 8000,
    cert: Annotated[
        Path | None,
        about("The TLS certificate (PEM), with --key.", "TLS 인증서(PEM). --key와 함께 사용", metavar="FILE"),
    ] = None,
    key: Annotated[Path | None, about("Its private key (PEM).", "인증서의 개인 키(PEM)", metavar="FILE")] = None,
    site: Annotated[
        str | None,
        about(
            "Pages of your own: a `jikim.web.Addition`, or a function that makes one.",
            "직접 만든 페이지: `jikim.web.Addition` 또는 그것을 만드는 함수",
            metavar="MODULE:NAME",
        ),
    ] = None,
    jobs: Annotated[
        int,
        about(
            "How often to do what is due; 60 unless given, 0 never.",
            "기한이 된 일을 하는 주기(초). 없으면 60, 0이면 하지 않음",
            metavar="SECONDS",
            validator=Number(gte=0),
        ),
    ] = 60,
    dev: Annotated[
        bool,
        about(
            "While a policy is written: begin anew with the file whenever it is saved.",
            "방침 작성 중 사용: 파일을 저장할 때마다 새로 시작",
        ),
    ] = False,
    log: Annotated[
        Literal["json", "none"],
        about(
            "`json`: a line for each request on stderr, without anything personal; `none`.",
            "`json`이면 요청마다 표준 오류에 한 줄(개인정보 없음). 없으면 `none`",
            metavar="FORM",
        ),
    ] = "none",
) -> int:
    """Serve the pages that people open, and the REST API, until it is stopped.

    Off loopback it wants TLS: either --cert and --key, or a proxy that JIKIM_TRUSTED_PROXIES names. What is due
    (sending, sweeping, sequencing) is done beside it; with --jobs 0 it is left to `jikim jobs` and `jikim sequence`.

    With --dev, each saved version of the file is in force at once, as long as nothing was announced and no person's data
    is here. After that a new version must be announced, and the one in force stays. Mails and text messages that have no
    server are printed on the console and sent to nobody.
    """
    from jikim.app.sequencing import Beside
    from jikim.cli.jobs import undone
    from jikim.cli.outgoing import on_the_console, tell_what_is_lacking
    from jikim.settings import Settings

    settings = replace(Settings.from_environment(directory), own_ports=(port,))
    if (cert is None) != (key is None):
        raise UsageError(
            "a certificate needs its key, and a key its certificate",
            hint="give both --cert and --key",
            ko=("인증서에는 키가, 키에는 인증서가 필요합니다", "--cert와 --key를 함께 적어 주세요"),
        )
    if not is_loopback(host) and cert is None and not settings.trusted_proxies:
        raise UsageError(
            f"`{host}` is not loopback, and personal data does not travel in the clear",
            hint="give --cert and --key, or name the proxy before it with JIKIM_TRUSTED_PROXIES",
            ko=(
                f"{eun(f'`{host}`')} 이 컴퓨터 밖에서 접속할 수 있는 주소이며, 개인정보는 암호화하지 않고 전송하지 않습니다",
                "--cert와 --key를 적거나, 앞에 있는 프록시를 JIKIM_TRUSTED_PROXIES에 적어 주세요",
            ),
        )
    addition = site_of(site)

    async def make(jk: Any) -> Any:
        from jikim.web.site import site as pages

        address = f"{'https' if cert else 'http'}://{host}:{port}"
        terminal.line(words(f"serving on {address}", f"서비스 주소: {address}"))
        tell_what_is_lacking(settings, jk.policy.file, language(None), as_json=log == "json")
        made = await pages(jk, addition, journal=_journal() if log == "json" else None, folder=policy.parent)
        loop = asyncio.get_running_loop()
        loop.call_later(_OFFICE_SECONDS, lambda: loop.run_in_executor(None, _make_office, made.door))
        return made

    def meanwhile() -> None:
        from jikim.web.site import prepare

        prepare(addition)

    def told(ran: Ran) -> None:
        if ran.error is not None:
            terminal.line(undone(ran.step, ran.error))

    def begun(file: PolicyFile) -> Site:
        from jikim.web.running import Site

        sequencer = Beside(policy, directory) if jobs else None
        return Site(
            file,
            settings,
            make,
            host=host,
            port=port,
            jobs=jobs or None,
            cert=cert,
            key=key,
            told=told,
            sequencer=sequencer,
            meanwhile=meanwhile,
        )

    # What a start makes stays, and nobody looks for garbage in it: `settle` begins to, once it serves.
    gc.disable()
    try:
        if dev:
            from jikim.cli.developing import develop

            with on_the_console(settings, language(None)) as settings:
                develop(policy, language(None), begun)
        else:
            begun(policy_file.sound(policy, language(None))).until_signal()
    finally:
        gc.enable()
    return DONE


def _make_office(door: Any) -> None:
    """The office's pages, beside the first answers, so that whoever comes there first need not wait for them."""
    from jikim.web.running import settle

    door.office()
    settle()


def _journal() -> Any:
    """Lines of JSON on stderr."""
    import sys

    import structlog

    logger = structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.BoundLogger,
    )
    return lambda line: logger.info("request", **line)
