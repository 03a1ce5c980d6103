"""An officer's word that a number is no resident number: asked for once, where a value has no more than the shape of
one, and recorded with the act."""

from __future__ import annotations

from jikim.errors import DeniedError, JikimError
from jikim.policy.ask import Actor
from jikim.verbs.forbidden_numbers import SHAPE_ONLY
from jikim.web.forms import Form
from jikim.web.page import Page


def caught(page: Page, form: Form, error: JikimError, actor: Actor) -> None:
    """As `Form.caught`. What an officer typed stays, so that a reason can be written beside it; a certain number no
    word lets through."""
    typed = dict(form.values)
    form.caught(error)
    shape = isinstance(error, DeniedError) and SHAPE_ONLY in error.about
    if actor.kind == "officer" and form.problem is not None and shape:
        form.values = typed | {"asks_word": "yes"}
        form.problem.hint = page.say(
            "주민등록번호가 아님을 확인했다면 아래에 사유를 입력해 주세요. 사유는 기록됩니다.",
            "If you have confirmed that it is not a resident number, enter the reason below. It is recorded.",
        )
