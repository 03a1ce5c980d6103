"""The policy as the document people read: the version in force, and each that was before it, by the day it came into force."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from jikim.app import AsyncJikim
from jikim.db.driver import Statement, Steps
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import document
from jikim.policy.render.html import inside
from jikim.store.sealed import Q
from jikim.web import leading
from jikim.web.page import Page


class Version(NamedTuple):
    """One version: its number here, and the file as it was adopted."""

    number: int
    file: PolicyFile


_read: dict[bytes, PolicyFile] = {}


def versions() -> Steps[list[Version]]:
    """Every version that was ever adopted, the newest first; of two for one day the last."""
    rows = yield Statement(Q["policies"], ())
    by_day: dict[date, Version] = {}
    for number, digest, text in rows:
        file = _read.get(bytes(digest))
        if file is None:
            file = _read[bytes(digest)] = PolicyFile.model_validate_json(text)
        by_day[file.version.effective] = Version(number, file)
    return [by_day[day] for day in sorted(by_day, reverse=True)]


@get("/policy")
async def policy(page: Page, jk: AsyncJikim) -> Response[str]:
    """The version in force."""
    return _shown(page, jk.policy.file, await jk.driver.run(versions()), current=True)


@get("/policy/versions")
async def all_versions(page: Page, jk: AsyncJikim) -> Response[str]:
    """Every version, and the days from which it was announced and in force (13.3)."""
    return page.show(
        "public/versions.html", versions=await jk.driver.run(versions()), now_in_force=jk.policy.file.version.effective
    )


@get("/policy/{effective:str}")
async def past(page: Page, jk: AsyncJikim, effective: FromPath[str]) -> Response[str]:
    """The version that came into force on a day."""
    found = await jk.driver.run(versions())
    one = next((version for version in found if version.file.version.effective.isoformat() == effective), None)
    if one is None:
        raise NotFoundException()
    return _shown(page, one.file, found, current=one.file.version.effective == jk.policy.file.version.effective)


def _shown(page: Page, file: PolicyFile, found: list[Version], *, current: bool) -> Response[str]:
    language: Language = (
        page.visitor.language if page.visitor.language in file.service.languages else file.service.languages[0]
    )
    made = document(file, language)

    def lead(url: str) -> str:
        return page.outside(url) if leading.sound(url) else url

    def promise(clause: str) -> str:
        return f"{page.visitor.href('/promises')}#p{clause}"

    return page.show(
        "public/policy.html", document=made, body=Markup(inside(made, lead, promise)), versions=found, current=current,  # noqa: S704
        shown=file,
    )  # fmt: skip


PAGES = [policy, all_versions, past]
