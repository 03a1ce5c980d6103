"""Running a witness from its options until it is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from jikim.clock import WallClock
from jikim.errors import JikimError
from jikim.witness.server import Door, Witness, address_of, logs_of
from jikim.witness.state import open_witness


def serve(
    key: Path,
    state: Path,
    listen: str,
    logs: Sequence[str],
    *,
    name: str | None = None,
    behind_proxy: bool = False,
    say: Callable[[str, str], None],
) -> None:
    """Opens or makes the key and its state, says the verifier key and the address, and answers until SIGTERM or Ctrl-C.

    Raises JikimError where an option can't be used, or the key and the state don't belong together.
    """
    address = address_of(listen, behind_proxy)
    watched = logs_of(logs)
    cosigner, kept = open_witness(key, state, name)
    try:
        try:
            door = Door(address, Witness(cosigner, kept, watched, WallClock()))
        except OSError as error:
            reason = (error.strerror or "unknown error").lower()
            raise JikimError(
                f"`{listen}` can't be listened on: {reason}",
                ko=(f"`{listen}`에서 연결을 받을 수 없습니다: {reason}", ""),
            ) from None
        with door:
            say("key", str(cosigner.verifier))
            for log in watched:
                say("watches", log.name)
            say("listens", f"{door.server_address[0]!s}:{door.server_address[1]}")
            if threading.current_thread() is threading.main_thread():
                # `shutdown` waits for the loop, so it can't be called from within it.
                signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=door.shutdown).start())
            with suppress(KeyboardInterrupt):
                door.serve_forever(poll_interval=0.2)
    finally:
        kept.close()
