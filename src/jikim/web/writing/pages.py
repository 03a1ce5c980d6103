"""The pages of `jikim write`: the document, the editor, questions, and the published text beside the draft."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from litestar import Request, get, post
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Response
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp
from markupsafe import Markup

from jikim.errors import ConflictError, InvalidError, JikimError
from jikim.policy.citing import place_of, source_of
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.importing.progress import marked
from jikim.policy.may import PARTS, Chosen, may, offered, question
from jikim.policy.numbers import Numbers
from jikim.web import policy_editor
from jikim.web.application import litestar_with
from jikim.web.forms import Form, Problem
from jikim.web.page import Templates
from jikim.web.policy_editor import Stand
from jikim.web.visitor import visitor_of
from jikim.web.writing.guard import Guard
from jikim.web.writing.policy_on_disk import Look, PolicyOnDisk

_STATIC = Path(__file__).parents[1] / "static"
Asked = Request[Any, Any, Any]


def writing(policy: PolicyOnDisk, *, token: str, forms: str, port: int) -> ASGIApp:
    """The ASGI application: it answers whoever holds `token`, under this machine's own name."""
    pages = Writing(policy, forms)
    app = litestar_with()(
        route_handlers=[
            create_static_files_router("/static", [_STATIC], include_in_schema=False),
            *map(pages.taken_by, (_document, _edit, _question, _source, _stamp, _fields, _text, _preview, _said)),
        ],
        exception_handlers={Exception: pages.problem},
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    return Guard(app, token, forms, port)


class Writing:
    """What every page has: the file, the templates, and what is wrong."""

    def __init__(self, policy: PolicyOnDisk, forms: str) -> None:
        self.policy, self.forms = policy, forms
        self.templates = Templates()

    def taken_by(self, page: Callable[[Writing], Any]) -> Any:
        return page(self)

    async def look(self) -> Look:
        return await asyncio.to_thread(self.policy.look)

    def page(self, request: Asked, name: str, look: Look | None, *, status: int = 200, **context: Any) -> Response[str]:
        """A page. `look`: the file as it stands; None where it can't be read."""
        visitor = visitor_of(request.scope)
        context.setdefault("form", Form(visitor))
        made = self.templates.env.get_template(name).render(
            say=visitor.say,
            href=visitor.href,
            visitor=visitor,
            csrf=visitor.token,
            path=visitor.path,
            look=look,
            file_name=self.policy.path.name,
            imported=self.policy.source is not None,
            query=str(request.url.query),
            **context,
        )
        return Response(made, media_type="text/html", status_code=status)

    async def form(self, request: Asked) -> Form:
        """What was posted by a page of ours."""
        form = await Form.of(request)
        if form["_csrf_token"] != self.forms:
            raise HTTPException(status_code=403)
        return form

    async def save(self, form: Form, text: str) -> None:
        """Saves what a form makes of the file, or says in the form why not."""
        try:
            await asyncio.to_thread(self.policy.save, text, form["seen"])
        except ConflictError:
            form.problem = Problem(
                form.visitor.say(
                    "그사이 파일이 다른 곳에서 저장되었습니다.", "The file was saved elsewhere in the meantime."
                ),
                form.visitor.say(
                    "입력하신 내용은 아래에 그대로 있습니다. 현재 내용을 확인하고 다시 저장해 주세요.",
                    "What you wrote is still below. Look at the file as it is now, and save again.",
                ),
            )
        except JikimError as error:
            form.caught(error)

    def problem(self, request: Asked, error: Exception) -> Response[str]:
        status = (
            error.status_code if isinstance(error, HTTPException) else 409 if isinstance(error, JikimError) else 500
        )
        said = error.message if isinstance(error, JikimError) else ""
        return self.page(request, "writing/problem.html", None, status=status, said=said)


def _document(of: Writing) -> Any:
    @get("/")
    async def shown(request: Asked) -> Response[str]:
        """The document as people would read it, with what is found in the file at its lines."""
        look = await of.look()
        language = visitor_of(request.scope).language
        own = [one for one in look.findings if one.position.file == str(of.policy.path)]
        return of.page(
            request,
            "writing/document.html",
            look,
            document=await _made(look, language),
            found=policy_editor.by_lines(look.text, own, language),
            elsewhere=[one for one in look.findings if one.position.file != str(of.policy.path)],
        )

    return shown


async def _made(look: Look, language: str) -> Markup | None:
    lead = lambda clause: f"#{place_of(clause)}"  # noqa: E731 - within the page itself
    return await asyncio.to_thread(policy_editor.document_of, look.file, language, lead)


def _edit(of: Writing) -> Any:
    @get("/edit")
    async def shown(request: Asked) -> Response[str]:
        """The editor, at a part of the file (`at`). `sentence`: what is written is said by it."""
        return await _editor(of, request, Form(visitor_of(request.scope)), Stand.of(request.query_params))

    return shown


async def _editor(
    of: Writing, request: Asked, form: Form, stand: Stand, text: str | None = None, *, part: bool = False
) -> Response[str]:
    saved, said = await of.look(), policy_editor.sentence_of(of.policy.source, stand.sentence)
    look = saved if text is None else await asyncio.to_thread(of.policy.look_at, text)
    stand = stand if said else stand._replace(sentence="")
    whole = await _made(look, visitor_of(request.scope).language) if stand.beside == "document" else None
    editor = partial(
        policy_editor.shown,
        look.text,
        look.findings,
        form,
        stand,
        here="/edit",
        seen=look.seen,
        saved=saved.text,
        today=of.policy.today(look.file.service.time_zone if look.file else None),
        whole=whole,
    )
    name, above = "editor/preview.html" if part else "writing/edit.html", "writing/judged.html"
    given = await asyncio.to_thread(editor)
    status = 200 if form.fine or part else 422
    return of.page(request, name, look, status=status, form=form, said=said, above_form=above, **given)


def _fields(of: Writing) -> Any:
    @post("/edit/fields", status_code=200)
    async def filled(request: Asked) -> Response[Any] | Redirect:
        """Writes the fields of one part, adds an entry, or takes one out."""
        form = await of.form(request)
        look, stand = await of.look(), Stand.of(form.values)
        try:
            new = await asyncio.to_thread(policy_editor.written, look.text, stand.path, form)
            if policy_editor.sentence_of(of.policy.source, stand.sentence):
                new = await asyncio.to_thread(marked, look.text, new, [int(stand.sentence)])
            if form.fine:
                await of.save(form, new)
        except InvalidError as error:
            form.caught(error)
        if form.fine:
            return _to(request, "/edit", **stand.after(form).query())
        return await _editor(of, request, form, stand)

    return filled


def _text(of: Writing) -> Any:
    @post("/edit/text", status_code=200)
    async def typed(request: Asked) -> Response[Any] | Redirect:
        """Writes the whole text."""
        form = await of.form(request)
        text, stand = policy_editor.text_of(form), Stand.of(form.values)
        await of.save(form, text)
        if form.fine:
            return _to(request, "/edit", **stand.query())
        return await _editor(of, request, form, stand, text)

    return typed


def _preview(of: Writing) -> Any:
    @post("/edit/preview", status_code=200)
    async def previewed(request: Asked) -> Response[str]:
        """What a form would make of the file: the document, and what is found. Nothing is saved."""
        form = await of.form(request)
        stand, text = Stand.of(form.values), (await of.look()).text
        with form.catching():
            text = await asyncio.to_thread(policy_editor.unsaved, text, stand, form)
        return await _editor(of, request, form, stand, text, part=policy_editor.is_part(request))

    return previewed


def _question(of: Writing) -> Any:
    @get("/question")
    async def asked(request: Asked) -> Response[str]:
        """A question by choices, and the answer of the file as it stands."""
        look = await of.look()
        if look.file is None:
            return of.page(request, "writing/question.html", look, fields=())
        policy = await asyncio.to_thread(compile_policy, look.file, Numbers())
        return of.page(request, "writing/question.html", look, **_answered(of, request, policy))

    return asked


def _answered(of: Writing, request: Asked, policy: Policy) -> dict[str, Any]:
    given: Chosen = {part: request.query_params.getall(part, []) for part in PARTS}
    fields, chosen = offered(policy, given)
    made, lacking = question(chosen)
    answer = may(policy, made, of.policy.now()) if made is not None else None
    language = visitor_of(request.scope).language
    steps = [
        (step, source_of(step.clause, step.path, language, policy.file)) for step in (answer.chain if answer else ())
    ]
    return {"fields": fields, "chosen": chosen, "lacking": lacking, "answer": answer, "steps": steps}


def _source(of: Writing) -> Any:
    @get("/source")
    async def compared(request: Asked) -> Response[str]:
        """The published text beside the draft, sentence by sentence."""
        return await _compared(of, request, Form(visitor_of(request.scope)))

    return compared


async def _compared(of: Writing, request: Asked, form: Form) -> Response[str]:
    if of.policy.source is None:
        raise HTTPException(status_code=404)
    look = await of.look()
    given = await asyncio.to_thread(
        policy_editor.compared, of.policy.source, look.text, str(of.policy.path), request.query_params
    )
    status = 200 if form.fine else 422
    return of.page(
        request, "writing/source.html", look, status=status, form=form, seen=look.seen, writable=True, **given
    )


def _said(of: Writing) -> Any:
    @post("/source", status_code=200)
    async def said(request: Asked) -> Response[Any] | Redirect:
        """A sentence is accepted, skipped, opened again, or the lines that name it are mended."""
        form = await of.form(request)
        look = await of.look()
        text = policy_editor.settled(of.policy.source, look.text, form)
        if text is None:
            raise HTTPException(status_code=400)
        await of.save(form, text)
        if form.fine:
            return _to(request, "/source", which=form["which"], after=form["after"])
        return await _compared(of, request, form)

    return said


def _stamp(of: Writing) -> Any:
    @get("/stamp")
    async def stamp(request: Asked) -> Response[str]:
        """Whether a file was saved since a page was made (`of`): the page loads itself anew, or (`form`) says so above its form."""
        now = await asyncio.to_thread(of.policy.stamp)
        if request.query_params.get("of", "") == now:
            return Response("", status_code=204)
        if request.query_params.get("form"):
            return of.page(request, "writing/changed.html", None, at=request.query_params.get("at", ""))
        return Response("", status_code=200, headers={"HX-Refresh": "true"})

    return stamp


def _to(request: Asked, path: str, **query: str) -> Redirect:
    given = {name: value for name, value in query.items() if value}
    return Redirect(visitor_of(request.scope).href(path), query_params=given, status_code=303)
