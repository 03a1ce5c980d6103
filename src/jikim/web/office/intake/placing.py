"""What comes on paper is entered with its scan, or with the place where the sheet lies (1.3)."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.uploads import Accepted, lines_of, told_of
from jikim.web.forms import Form


def placed(form: Form, files: Sequence[Accepted], *, on_paper: bool, has_files: bool) -> None:
    """A scan that can be read, or the place of the paper; or, of what does not come on paper, that there is none."""
    if form["cabinet"] or form["shelf"]:
        form.need("cabinet", "shelf")
    elif all(file.left_out for file in files) and (on_paper or not form.on("paperless")):
        if files:
            form.errors["files"] = lines_of(told_of(files), form.visitor.language)[0]
        scan = ("스캔을 첨부하거나 ", "attach the scan or ") if has_files else ("", "")
        none = ("종이가 없으면 ‘종이가 없습니다’에 표시해 주세요", "if there is no paper, tick that")
        ko, en = (f". {none[0]}", f"; {none[1]}") if not on_paper else ("", "")
        form.wrong("cabinet", f"{scan[0]}종이 보관 위치를 입력해 주세요{ko}", f"{scan[1]}say where the paper lies{en}")
