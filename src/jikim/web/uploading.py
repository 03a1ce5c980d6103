"""Files of a form: taken one by one, what is wrong said beside the field; and one of several handed out again. The
template is `parts.upload(form, "files", label)`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar.response import Response

from jikim.errors import InvalidError
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.settings import Settings
from jikim.uploads import LIMITS, Accepted, accept, pack, unpack
from jikim.verbs.house import error_of
from jikim.web.downloads import as_file
from jikim.web.forms import Form


async def uploaded(form: Form, name: str, settings: Settings, *, later: bool = True) -> list[Accepted]:
    """The files that came in a field. Where one is not taken, none is, and the form says why beside the field.

    `later`: what can't be scanned now may wait in quarantine, where the settings let it. Only files of a record do; no
    later scan looks at others.
    """
    settings = settings if later else replace(settings, uploads="refuse")
    came = form.files.get(name, [])
    if len(came) > LIMITS.files:
        form.wrong(
            name,
            f"파일이 너무 많습니다. {LIMITS.files}개까지 받습니다",
            f"these are too many files. At most {LIMITS.files}",
        )
        return []
    found: list[Accepted] = []
    try:
        for file in came:
            # One byte more than is taken tells that it is too large, and no more than that is read.
            found.append(await accept(settings, file.filename, await file.read(LIMITS.each + 1), item=name))
        pack(found, item=name)
    except InvalidError as error:
        form.caught(error)
        return []
    return found


async def packed(form: Form, settings: Settings, name: str = "files") -> bytes:
    """The files of a paper of the office, as one value; empty where none came, or the form is not fine."""
    if not form.fine or not form.files.get(name):
        return b""
    return pack(await uploaded(form, name, settings, later=False))


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
