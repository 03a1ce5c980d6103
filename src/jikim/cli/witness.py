"""`jikim witness`: cosigns one history of a ledger only. It runs elsewhere than the ledger, and opens no database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from jikim.cli import terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.options import words


@in_korean(
    """다른 곳에서 원장을 지켜보며 하나의 이력에만 공동 서명합니다.

    원장의 하우스는 체크포인트마다 직전 것에서 이어졌다는 증명과 함께 보냅니다. 증인은 마지막 것을 보관하고, 언제
    보았는지 적은 공동 서명으로 답합니다. 되돌리거나 고쳐 쓴 원장에는 서명하지 않습니다. `jikim verify --witness`에
    쓰는 키를 출력하고, 멈출 때까지 답합니다. 키와 상태를 함께 보관해 주세요. 상태 없이 키만 있으면 시작하지
    않습니다.
    """
)
def witness(
    *,
    key: Annotated[
        Path,
        about("The witness' own key; made at the first start.", "증인의 키 파일. 처음 시작할 때 만듦", metavar="FILE"),
    ],
    state: Annotated[
        Path,
        about("Where it keeps what it cosigned last.", "마지막으로 공동 서명한 것을 보관할 디렉터리", metavar="DIR"),
    ],
    listen: Annotated[
        str,
        about("Where it answers, such as 127.0.0.1:8080.", "연결을 받을 주소. 예: 127.0.0.1:8080", metavar="HOST:PORT"),
    ],
    log: Annotated[
        list[str],
        about(
            "A ledger's verifier key, as published; may be given again.",
            "공개된 원장 검증 키. 여러 번 적을 수 있음",
            metavar="VKEY",
            negative=(),
        ),
    ],
    name: Annotated[
        str | None,
        about(
            "The new key's name, such as witness.example/w1; at the first start.",
            "처음 시작할 때 새 키의 이름. 예: witness.example/w1",
            metavar="TEXT",
        ),
    ] = None,
    behind_proxy: Annotated[
        bool,
        about(
            "A reverse proxy with TLS stands before this address.",
            "이 주소 앞에 TLS를 처리하는 리버스 프록시가 있음",
            negative=(),
        ),
    ] = False,
) -> None:
    """Watch a ledger from elsewhere, and cosign one history of it only.

    The ledger's house sends each checkpoint with a proof that it extends the one before; the witness keeps the last
    one, and answers with a cosignature that says when it saw it. A ledger that was rolled back or rewritten gets none.
    It prints the key that `jikim verify --witness` asks for, and answers until it is stopped. Keep the key and the
    state together: without the state the key is refused.
    """
    from jikim.witness.running import serve

    serve(key, state, listen, log, name=name, behind_proxy=behind_proxy, say=_say)


_SAID = {"key": "키", "watches": "지켜보는 원장", "listens": "주소"}


def _say(what: str, value: str) -> None:
    terminal.line(words(f"{what:<10}{value}", f"{_SAID[what]}: {value}"))
    # It runs for months: whoever reads a log sees the key at once.
    sys.stdout.flush()
