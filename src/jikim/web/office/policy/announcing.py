"""A revision: uploaded or pasted, judged, and announced. What the officer sees before is what announcing does."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.errors import ConflictError, DeniedError, JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.model import PolicyFile
from jikim.policy.period import start_of
from jikim.publishing.announce import Account, announce
from jikim.publishing.proposals import Judged, judge
from jikim.web.forms import Form, Problem
from jikim.web.multipart import FILES
from jikim.web.office.me import actor_of, officer_only
from jikim.web.page import Page

MOST = 1_000_000  # bytes of a file


@get("/office/policy/revision")
async def revision(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Where a revision is put in."""
    return page.show("office/policy/revision.html", judged=None, rows=[], form=Form(page.visitor))


@post("/office/policy/revision", opt=FILES)
async def judged(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
    """The account before: findings, changes, the earliest day, whom it must ask, what loses its basis. Nothing is
    stored."""
    return await _shown(page, jk, form)


@post("/office/policy/announce")
async def announced(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Announces the revision that was judged."""
    officer_only(jk, me)
    found = await _judged(page, jk, form)
    if (
        found is not None
        and found.account is not None
        and found.file is not None
        and form.fine
        and not is_past(found.account)
    ):
        when = found.account.effective
        try:
            made = await jk.by(await actor_of(jk, me)).do(
                announce, found.file, found.text.encode(), announce=found.account.announced, effective=when
            )
        except JikimError as error:
            form.problem = refused(page, found.account, error)
        else:
            return page.to(f"/office/policy/{made.number}")
    return await _shown(page, jk, form)


async def _shown(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    found = await _judged(page, jk, form)
    rows: list[Any] = []
    dates_right = False
    if found is not None and found.account is not None:
        comparison = found.account.comparison
        rows = [(change, *comparison.sides(change, page.visitor.language)) for change in comparison.changes]
        dates_right = comparison.new.version.announced == found.account.announced
        if not dates_right and comparison.weight != "same" and form.problem is None:
            form.problem = past(page, found.account)
        if not found.account.soon_enough and form.problem is None:
            form.problem = Problem(
                _too_short(page, found.account), _earliest(page, found.account), comparison.lead_clause
            )
    return page.show(
        "office/policy/revision.html",
        judged=found,
        rows=rows,
        dates_right=dates_right,
        form=form,
        status=200
        if found is not None and found.account is not None and found.account.soon_enough and form.fine
        else 422,
    )


async def uploaded(form: Form) -> str | None:
    """The text of the file that a form carries; empty where it carries none, None where it is no text, which the form
    says."""
    if not (files := form.files.get("file")):
        return ""
    content = await files[0].read(MOST + 1)
    if len(content) > MOST:
        form.wrong(
            "file",
            "1MB를 넘는 파일입니다. 처리방침 파일이 맞는지 확인해 주세요",
            "the file is larger than 1 MB; is it the policy file?",
        )
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        form.wrong(
            "file",
            "UTF-8 형식의 텍스트가 아닙니다. UTF-8로 다시 저장해 주세요",
            "this is not UTF-8 text; please save it as UTF-8",
        )
        return None


async def _judged(page: Page, jk: AsyncJikim, form: Form) -> Judged | None:
    text = await uploaded(form)
    if text is None:
        return None
    text = text or form["text"]
    if not text.strip():
        form.wrong("file", "파일을 선택하거나 아래 칸에 붙여 넣어 주세요", "choose a file, or paste its text below")
        return None
    # A form's text comes without the line end that a file ends with.
    text = text.strip("\r\n") + "\n"
    form.values["text"] = text
    found = await jk.do(judge, text)
    if found.file is None:
        form.problem = Problem(
            page.say("이 파일은 시행할 수 없습니다.", "This file cannot take effect."),
            page.say(
                "아래 지적 사항을 수정한 뒤 다시 업로드해 주세요.", "Fix the findings below, then upload it again."
            ),
        )
    elif form["at"]:
        found = await jk.do(judge, text, effective=_moment(jk, form, found.file))
    return found


def _moment(jk: AsyncJikim, form: Form, file: PolicyFile) -> datetime:
    """The minute of the file's own day; its first where none is typed."""
    zone, day = jk.policy.zone, file.version.effective
    if not form["at"]:
        return start_of(day, zone)
    try:
        return datetime.combine(day, time.fromisoformat(form["at"]), zone)
    except ValueError:
        form.wrong("at", "시각을 09:00 형식으로 입력해 주세요", "please write a time such as 09:00")
        return start_of(day, zone)


def is_past(found: Account) -> bool:
    """Whether the file's own day of announcement is over."""
    return found.comparison.new.version.announced < found.announced


def past(page: Page, found: Account) -> Problem:
    return Problem(
        page.say("파일의 공고일이 지난 날짜입니다.", "The day of announcement in the file is past."),
        page.say(
            f"파일의 version.announced를 {found.announced.isoformat()} 이후로 적어 주세요.",
            f"Write {found.announced.isoformat()} or a later day into the file’s version.announced.",
        ),
    )


def refused(page: Page, found: Account, error: JikimError) -> Problem:
    """Why it was not announced, and what can be done."""
    if isinstance(error, DeniedError):
        if error.why != "lead":
            return Problem.of(error, page.visitor)
        return Problem(_too_short(page, found), _earliest(page, found), error.clause)
    if isinstance(error, ConflictError):
        return Problem(
            page.say("다른 버전을 이미 공고했습니다.", "Another version has already been announced."),
            page.say(
                "해당 공고를 철회하거나 시행된 뒤에 다시 공고해 주세요.", "Withdraw it, or wait until it is in force."
            ),
        )
    return Problem(error.message, error.hint or "")


def _too_short(page: Page, found: Account) -> str:
    promised = found.comparison.lead
    return page.say(
        f"공고부터 시행까지 {found.days}일입니다. 이 변경은 {promised.words('ko')} 전에 알린다고 약속했습니다.",
        f"{found.days} days from announcement to effect, where {promised.words('en')} are promised for this change.",
    )


def _earliest(page: Page, found: Account) -> str:
    day: date = found.earliest
    return page.say(
        f"파일의 시행일을 {day.isoformat()} 이후로 적어 주세요.",
        f"Write {day.isoformat()} or a later day into the file’s version.effective.",
    )
