"""Files of a form, taken one by one, or said beside the field what is wrong; and one of several handed out again. The
template is `parts.upload(form, "files", label)`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar.datastructures import UploadFile
from litestar.response import Response

from jikim.errors import InvalidError
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.settings import Settings
from jikim.uploads import LIMITS, Accepted, accept, left_out, pack, take, unpack
from jikim.verbs.house import error_of
from jikim.web.downloads import as_file
from jikim.web.forms import Form


async def uploaded(form: Form, name: str, settings: Settings) -> list[Accepted]:
    """The files that came in a field, to go with what somebody writes. None of them stops that: one that is not taken is
    left out, and `page.to(..., files)` tells its sender."""
    found: list[Accepted] = []
    left = LIMITS.together
    for n, file in enumerate(form.files.get(name, [])):
        if n >= LIMITS.files:
            found.append(left_out(file.filename, "too-many"))
            continue
        taken = await take(settings, file.filename, await _content(file), item=name)
        if len(taken.content) > left:
            taken = left_out(file.filename, "together")
        left -= len(taken.content)
        found.append(taken)
    return found


async def accepted(form: Form, name: str, settings: Settings, *, later: bool = False) -> list[Accepted]:
    """The same, of files that something can't be without, as a paper of the office. Where one is not taken, none is, and
    the form says why beside the field.

    `later`: what can't be scanned now may wait in quarantine, where the settings let it. Only files of a record do; no
    later scan looks at others.
    """
    settings = settings if later else replace(settings, uploads="refuse")
    try:
        came = form.files.get(name, [])[: LIMITS.files + 1]
        found = [await accept(settings, file.filename, await _content(file), item=name) for file in came]
        pack(found, item=name)
    except InvalidError as error:
        form.caught(error)
        return []
    return found


async def _content(file: UploadFile) -> bytes:
    """One byte more than is taken tells that it is too large, and no more than that is read."""
    return await file.read(LIMITS.each + 1)


async def packed(form: Form, settings: Settings, name: str = "files") -> bytes:
    """The files of a paper of the office, as one value; empty where none came, or the form is not fine."""
    if not form.fine or not form.files.get(name):
        return b""
    return pack(await accepted(form, name, settings))


def one_of(files: bytes, n: int, policy: Policy, name: str = "document") -> Response[Any]:
    """The n-th of packed files as a download, whose name says nothing of what it holds. Raises DeniedError where there
    is none."""
    found = unpack(files) if files else []
    content = found[n].content if 0 <= n < len(found) else None
    if content is None:
        raise error_of(deny(policy, "gone"))
    ending = found[n].name.rpartition(".")[2].lower()
    ending = ending if ending.isalnum() and len(ending) <= 5 else "bin"
    return as_file(f"{name}-{n + 1}.{ending}", found[n].type, content)
