"""Files of a form: taken one by one, what is wrong said beside the field. The template is `parts.upload(form, "files",
label)`."""

from __future__ import annotations

from dataclasses import replace

from jikim.errors import InvalidError
from jikim.settings import Settings
from jikim.uploads import LIMITS, Accepted, accept, pack
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
