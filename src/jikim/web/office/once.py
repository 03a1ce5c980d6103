"""A form that makes something new is good once: whoever presses its button twice, or sends it again from an old page,
makes one thing."""

from __future__ import annotations

import os
from datetime import timedelta

from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.web.forms import Form, Problem
from jikim.web.page import Page

LIFE = timedelta(hours=24)  # longer than any session of the office


def new_once() -> str:
    """What a form carries, as `once` (`parts.once()` in its template)."""
    return os.urandom(16).hex()


async def first_time(page: Page, jk: AsyncJikim, form: Form) -> bool:
    """Whether a form comes for the first time, to be asked when all else about it is right; if not, its problem says
    so."""
    mark = form["once"][:64]
    if not mark or await jk.do(within, "office-form", mark, 1, LIFE):
        return True
    form.problem = Problem(
        page.say("이미 접수된 양식입니다.", "This form has already been submitted."),
        page.say("한 건 더 접수하려면 양식을 새로 열어 주세요.", "To enter another, please open a new form."),
    )
    return False
