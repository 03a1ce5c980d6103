"""What an officer hands over to be announced, and what announcing it forbids, in the officer's words."""

from __future__ import annotations

from datetime import date, datetime, time

from jikim.app import AsyncJikim
from jikim.errors import ConflictError, DeniedError, JikimError
from jikim.policy.model import PolicyFile
from jikim.policy.period import start_of
from jikim.publishing.announce import Account
from jikim.web.forms import Form, Problem
from jikim.web.page import Page

MOST = 1_000_000  # bytes of a file


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


def moment_of(jk: AsyncJikim, form: Form, file: PolicyFile) -> datetime:
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
    promised = found.comparison.promised
    return page.say(
        f"공고부터 시행까지 {found.days}일입니다. 약속한 공고 기간은 {promised('ko')}입니다.",
        f"{found.days} days from announcement to effect. The policy promises {promised('en')}.",
    )


def _earliest(page: Page, found: Account) -> str:
    day: date = found.earliest
    return page.say(
        f"파일의 시행일을 {day.isoformat()} 이후로 적어 주세요.",
        f"Write {day.isoformat()} or a later day into the file’s version.effective.",
    )
