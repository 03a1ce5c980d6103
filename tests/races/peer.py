"""A second process with a Jikim, connections and key cache of its own, which does what it is told line by line, and can
be stopped anywhere.

It answers each line with what came out of it, values and all: so that whoever listens knows what left it.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.waiting import PATIENCE, eventually, readable

# The seconds of the process that serves: they pass as it is told.
_passed = [0.0]


class Peer:
    """The parent's end. `said` is everything that ever left the process."""

    def __init__(self, order: dict[str, Any]) -> None:
        code = "import sys; from tests.races import peer; peer.serve(sys.argv[1])"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, packed(order)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.said = b""
        self._rest = b""
        self.pid = self._process.pid

    def tell(self, do: str, **given: Any) -> None:
        """Begins something, and does not wait for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(packed({"do": do, **given}).encode() + b"\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        """The next line that it says."""
        assert self._process.stdout is not None
        while b"\n" not in self._rest:
            assert readable(self._process.stdout, PATIENCE), "the other process says nothing"
            got = os.read(self._process.stdout.fileno(), 65536)
            assert got, self._last_words()
            self.said += got
            self._rest += got
        line, _, self._rest = self._rest.partition(b"\n")
        return json.loads(line)

    def _last_words(self) -> str:
        assert self._process.stderr is not None
        self._process.wait(PATIENCE)
        return f"the other process ended: {self._process.stderr.read().decode()[-2000:]}"

    def ask(self, do: str, **given: Any) -> Any:
        """Does something and waits for its answer."""
        self.tell(do, **given)
        return self.hear()

    def stopped(self) -> None:
        """Waits until it has said where it stands, and stands there."""
        assert "at" in self.hear()
        stat = Path(f"/proc/{self.pid}/stat")
        eventually(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", "its stop")

    def goes_on(self) -> None:
        """Lets it go on."""
        os.kill(self.pid, signal.SIGCONT)

    def killed(self) -> None:
        """Waits until it has ended itself by SIGKILL."""
        assert self._process.wait(PATIENCE) == -signal.SIGKILL, self._last_words()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


@contextmanager
def peering(**order: Any) -> Iterator[Peer]:
    """A second process while this is entered: its `policy`, its `settings` and whatever else `serve` reads."""
    peer = Peer(order)
    try:
        assert peer.hear() == "open"
        yield peer
    finally:
        peer.close()


def packed(thing: Any) -> str:
    return base64.b64encode(pickle.dumps(thing)).decode()


# ---- the child's end


def serve(order: str) -> None:
    """Opens a Jikim and does what each line says, until there is none."""
    from tests.races.deeds import outcome
    from tests.races.stepping import Unstepped

    from jikim.app import Jikim
    from jikim.jobs import outbox
    from jikim.keys import keyring

    given = pickle.loads(base64.b64decode(order))
    outbox.machine_seconds = keyring.machine_seconds = lambda: _passed[0]
    jk = Jikim(given["policy"], given["settings"])
    _say("open")
    for line in sys.stdin:
        wanted = pickle.loads(base64.b64decode(line))
        try:
            answer = _ACTS[wanted.pop("do")](Unstepped(jk), **wanted)
        except Exception as error:
            answer = {"no": outcome(error)}
        _say(answer)
    jk.close()


def _say(what: Any) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def _use(by: Any, case: Any) -> Any:
    from tests.races.deeds import PURPOSE

    return dict(by.jk.use(case.ref, purpose=PURPOSE[case.ref.kind], items=[case.item]))


def _use_many(by: Any, case: Any) -> Any:
    from tests.races.deeds import PURPOSE, outcome

    from jikim.verbs.use import Read

    (read,) = by.jk.use_many([Read(case.ref, PURPOSE[case.ref.kind], [case.item])])
    return {"no": outcome(read)} if isinstance(read, Exception) else dict(read)


def _show(by: Any, case: Any) -> Any:
    return [dict(card.values) for card in by.jk.show(case.ref.subject).cards]


def _consult(by: Any, case: Any) -> Any:
    from tests.races.deeds import looker

    return dict(
        by.jk.by(looker(by.jk)).consult(
            case.ref, purpose="identity-evidence", reason_kind="dispute", reason="a dispute"
        )
    )


def _deliver(by: Any, endpoints: Any) -> Any:
    from jikim.jobs.outbox import deliver

    return deliver(by.jk.driver, by.jk.house, endpoints)._asdict()


def _warm(by: Any, keys: Any) -> Any:
    for space, name in keys:
        by.jk.driver.run(by.jk.house.keyring.open(space, name))
    return "warm"


def _cached(by: Any, keys: Any) -> Any:
    return [by.jk.house.keyring.cached(space, name) is not None for space, name in keys]


def _move(by: Any, to: Any) -> Any:
    by.jk.house.clock.move(to)
    return "moved"


def _forget(by: Any) -> Any:
    by.jk.house.keyring.forget_all()
    return "forgotten"


def _steal(by: Any, row: Any, space: str, name: bytes) -> Any:
    """Tries to open what was copied off the disk, with whatever key this process can come by."""
    from jikim.crypto import open_items

    place, items, head, body = row
    key = by.jk.driver.run(by.jk.house.keyring.open(space, name))
    return [value.decode() for value in open_items(key, place, head, zip(items, body, strict=True)).values()]


def _pass(by: Any, seconds: float) -> Any:
    _passed[0] += seconds
    return "passed"


def _at(by: Any, step: str, when: str, end: str, seconds: float = 0) -> Any:
    """The next time that it comes to that step it says so, and stops there, for so many seconds of its own, or ends."""

    def hook(now: str, then: str) -> None:
        if (now, then) == (step, when):
            by.jk.driver.hook = None
            _say({"at": [step, when]})
            os.kill(os.getpid(), signal.SIGSTOP if end == "stop" else signal.SIGKILL)
            _passed[0] += seconds

    by.jk.driver.hook = hook
    return "ready"


def _restrict(by: Any, people: Any, threads: int) -> Any:
    """Withdraws, and for every third erases, as many at once as there are threads."""
    from tests.races.deeds import WITHDRAWN, tidy

    left = list(enumerate(people))
    wrong: list[str] = []

    def run() -> None:
        while left:
            n, subject = left.pop()
            try:
                by.jk.consent(subject, withdraw=WITHDRAWN)
                if n % 3 == 0:
                    by.jk.leave(subject)
                    tidy(by.jk, subject)
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")

    crowd = [threading.Thread(target=run) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return wrong


_ACTS: dict[str, Callable[..., Any]] = {
    "use": _use, "use-many": _use_many, "show": _show, "consult": _consult, "deliver": _deliver, "warm": _warm, "cached": _cached,
    "forget": _forget, "move": _move, "steal": _steal, "at": _at, "restrict": _restrict, "pass": _pass,
}  # fmt: skip
