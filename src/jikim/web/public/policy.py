"""The policy as the document people read: the version in force, each that was before it or comes after it, and two
beside each other."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Response
from markupsafe import Markup

from jikim.app import AsyncJikim
from jikim.policy.diff import compare
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import document
from jikim.policy.render.html import inside
from jikim.urls import is_link
from jikim.web.page import Page
from jikim.web.public.versions import Version, listed, named, versions


@get("/")
async def front(page: Page) -> Redirect:
    """A site without a front page of its own begins with its policy."""
    return page.to("/policy")


@get("/policy")
async def policy(page: Page, jk: AsyncJikim) -> Response[str]:
    """The version in force."""
    found = await jk.do(versions)
    return _shown(page, jk.policy.file, found, next(one for one in found if one.state == "in-force"))


@get("/policy/versions")
async def all_versions(page: Page, jk: AsyncJikim) -> Response[str]:
    """Every version, and the days from which it was announced and in force (13.3)."""
    found = await jk.do(versions)
    return page.show(
        "public/versions.html", versions=listed(found), withdrawn=[one for one in found if one.state == "withdrawn"]
    )


@get("/policy/compare")
async def beside(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[str]:
    """Two versions beside each other: what changed, before and after, and the rule that says how much it weighs."""
    found = await jk.do(versions)
    asked = [named(found, request.query_params.get(name, "")) for name in ("from", "to")]
    old, new = asked
    if old is None or new is None:
        if any(request.query_params.get(name) for name in ("from", "to")):
            raise NotFoundException()
        return page.show("public/compare.html", versions=listed(found), old=None, new=None, comparison=None, rows=[])
    comparison = compare(old.file, new.file)
    rows = [(change, *comparison.sides(change, page.visitor.language)) for change in comparison.changes]
    return page.show("public/compare.html", versions=listed(found), old=old, new=new, comparison=comparison, rows=rows)


@get("/policy/{effective:str}")
async def past(page: Page, jk: AsyncJikim, effective: FromPath[str]) -> Response[str]:
    """The version that came into force on a day, or the one of a number."""
    found = await jk.do(versions)
    one = named(found, effective)
    if one is None:
        raise NotFoundException()
    return _shown(page, one.file, found, one)


def _shown(page: Page, file: PolicyFile, found: list[Version], one: Version) -> Response[str]:
    language: Language = (
        page.visitor.language if page.visitor.language in file.service.languages else file.service.languages[0]
    )
    made = document(file, language)

    def lead(url: str) -> str:
        return page.outside(url) if is_link(url) else url

    def promise(clause: str) -> str:
        return f"{page.visitor.href('/promises')}#p{clause}"

    return page.show(
        "public/policy.html",
        document=made,
        body=Markup(inside(made, lead, promise)),  # noqa: S704
        versions=found,
        current=one.state == "in-force",
        shown=file,
        version=one,
        coming=next((each for each in found if each.state == "coming"), None),
    )


PAGES = [policy, all_versions, beside, past]
