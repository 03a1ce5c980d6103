"""A question of the policy by choices: who may do what with which item, for which purpose, to whom; yes or no as
`decide` says."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.policy.citing import source_of
from jikim.policy.may import PARTS, Chosen, may, offered, question
from jikim.web.page import Page


@get("/office/policy/question")
async def asked(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """The form with what is chosen so far, and the answer once nothing is missing. It names nobody."""
    given: Chosen = {part: request.query_params.getall(part, []) for part in PARTS}
    fields, chosen = offered(jk.policy, given)
    made, lacking = question(chosen)
    answer = may(jk.policy, made, jk.now()) if made is not None else None
    steps = [
        (step, source_of(step.clause, step.path, page.visitor.language, jk.policy.file))
        for step in (answer.chain if answer else ())
    ]
    return page.show(
        "office/policy/question.html", fields=fields, chosen=chosen, lacking=lacking, answer=answer, steps=steps
    )
