"""A verb's refusal on a form: beside its field wherever the refusal is about one."""

from __future__ import annotations

from jikim import DeniedError, JikimError
from jikim.web import Form


def refused(form: Form, error: JikimError) -> None:
    """Says it: a forbidden number in a text stands beside that text, which keeps what was typed; anything else as the
    form does."""
    if isinstance(error, DeniedError) and error.why == "refused-in-text" and error.about:
        form.wrong(
            error.about[0].rpartition(".")[2],
            f"주민등록번호·카드번호 같은 번호는 받지 않습니다. 그 번호를 지우고 다시 보내 주세요 (처리방침 {error.clause}). 저장한 것은 없습니다",
            f"numbers such as a resident registration or card number are never taken (policy {error.clause}): "
            "remove it and send again. Nothing was kept",
        )
        return
    form.caught(error)
