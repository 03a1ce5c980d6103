"""Several rows of a list done at once: chosen by a tick, each with evidence of its own, each recorded singly.

What fails is said beside its row and changes nothing of the others; each row is its own act, as if its page had been
sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.web.forms import Form
from jikim.web.office.once import first_time
from jikim.web.page import Page

MOST = 40  # rows of one form


def row_of(form: Form, key: str) -> Form:
    """The form of one row: its fields are named `field@key`."""
    end = f"@{key}"
    row = Form(form.visitor, {name.removesuffix(end): text for name, text in form.values.items() if name.endswith(end)})
    row.files = {name.removesuffix(end): came for name, came in form.files.items() if name.endswith(end)}
    return row


async def each(
    page: Page, jk: AsyncJikim, form: Form, known: list[str], act: Callable[[str, Form], Awaitable[None]]
) -> tuple[list[str], dict[str, Form]]:
    """Does `act` for every ticked row that is `known`, one after another. Answers what was done, and the forms of the
    rows that were refused.

    `act` puts what is wrong into its row's form, or raises JikimError. The whole form is good once.
    """
    picked = [key for key in dict.fromkeys(form.many.get("pick", ())) if key in known]
    done: list[str] = []
    refused: dict[str, Form] = {}
    if not picked:
        form.wrong("pick", "처리할 행을 선택해 주세요.", "choose at least one row")
    if not form.fine or not await first_time(page, jk, form):
        return done, {key: row_of(form, key) for key in picked}
    for key in picked:
        row = row_of(form, key)
        try:
            await act(key, row)
        except JikimError as error:
            row.caught(error)
        if row.fine:
            done.append(key)
        else:
            refused[key] = row
    return done, refused
