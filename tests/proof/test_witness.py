"""The witness: what it cosigns, every refusal of the specification, its memory, and its door."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.at_once import run_all
from tests.waiting import PATIENCE

from jikim.clock import MovableClock
from jikim.errors import JikimError
from jikim.proof import Checkpoint, Signer, consistency_proof, cosignatures, leaf_hash, root
from jikim.proof.witness import RefusalError, Request, judge
from jikim.witness.server import Door, Witness, address_of, logs_of
from jikim.witness.state import State, open_witness

ORIGIN = "ledger.example/shop"
SIGNER = Signer(ORIGIN, bytes(32))
OUTSIDER = Signer(ORIGIN, bytes([2]) * 32)
LEAVES = [leaf_hash(b"%d" % n) for n in range(40)]
FORK = [*LEAVES[:9], *(leaf_hash(b"other %d" % n) for n in range(31))]
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def note_at(size: int, leaves: list[bytes] = LEAVES, signer: Signer = SIGNER, origin: str = ORIGIN) -> str:
    return signer.sign(Checkpoint(origin, size, root(leaves[:size])))


def asks(old: int, new: int, leaves: list[bytes] = LEAVES, note: str | None = None) -> bytes:
    proof = consistency_proof(leaves, old, new) if 0 < old < new else ()
    return bytes(Request(old, proof, note or note_at(new, leaves)))


@dataclass
class Running:
    """A witness in this process, and a client for it."""

    witness: Witness
    port: int

    def post(self, body: bytes, path: str = "/add-checkpoint", method: str = "POST") -> tuple[int, bytes, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Content-Type", "")
        finally:
            connection.close()


@contextmanager
def running(directory: Path) -> Iterator[Running]:
    cosigner, state = open_witness(directory / "key", directory / "state", "witness.example/w1")
    try:
        witness = Witness(cosigner, state, [SIGNER.verifier], MovableClock(NOW))
        with Door(("127.0.0.1", 0), witness) as door:
            thread = threading.Thread(target=door.serve_forever, args=(0.05,))
            thread.start()
            try:
                yield Running(witness, door.server_address[1])
            finally:
                door.shutdown()
                thread.join()
    finally:
        state.close()


def test_a_growing_log_is_cosigned(tmp_path: Path) -> None:
    """From nothing and from size to size, each checkpoint that extends the last one gets a cosignature with the time."""
    with running(tmp_path) as run:
        assert run.post(b"", "/", "GET")[:2] == (200, f"{run.witness.cosigner.verifier}\n".encode())
        old = 0
        for new in (0, 0, 1, 1, 5, 8, 20, 40, 40):
            status, body, _ = run.post(asks(old, new))
            assert status == 200
            note = note_at(new) + body.decode()
            assert cosignatures(note, [run.witness.cosigner.verifier]) == (
                (run.witness.cosigner.verifier, int(NOW.timestamp())),
            )
            old = new


def test_what_does_not_extend_the_last_one_is_refused(tmp_path: Path) -> None:
    """A rollback, a fork, a wrong proof, another's signature, another log and every broken form have the
    specification's status."""
    with running(tmp_path) as run:
        assert run.post(asks(0, 20))[0] == 200
        assert run.post(asks(0, 10)) == (409, b"20\n", "text/x.tlog.size")  # a rollback
        assert run.post(asks(10, 30)) == (409, b"20\n", "text/x.tlog.size")
        assert run.post(asks(20, 20, note=note_at(20, FORK)))[:2] == (409, b"20\n")  # a fork at the same size
        assert run.post(asks(20, 30, FORK))[0] == 422  # a fork ahead
        assert run.post(bytes(Request(20, (), note_at(30))))[0] == 422
        assert run.post(bytes(Request(20, consistency_proof(LEAVES, 20, 30)[::-1], note_at(30))))[0] == 422
        assert run.post(asks(20, 30, note=note_at(30, signer=OUTSIDER)))[0] == 403
        other = Signer("ledger.example/other", bytes(32))
        assert run.post(asks(20, 30, note=note_at(30, signer=other, origin="ledger.example/other")))[0] == 404
        assert run.post(asks(30, 20))[0] == 400
        for broken in (
            b"",
            b"old 20\n",
            b"old 020\n\n" + note_at(30).encode(),
            b"old -1\n\n",
            b"new 20\n\n" + note_at(30).encode(),
            b"old 20\nAAAA\n\n" + note_at(30).encode(),
            b"old 20\n\xff\n\n",
            b"old 20\n\nno note\n",
            bytes(Request(20, (bytes(32),) * 64, note_at(30))),
            bytes(Request(20, (), note_at(30)[:-2])),
        ):
            assert run.post(broken)[0] == 400, broken
        assert run.post(b"x", "/other")[0] == 404
        assert run.post(b"", "/other", "GET")[0] == 404
        assert run.post(b"x" * (300 << 10))[0] == 413
        assert run.post(asks(20, 30))[0] == 200


def test_a_proof_from_nothing_is_empty() -> None:
    """The first checkpoint comes with no proof; one that has a proof is refused."""
    with pytest.raises(RefusalError) as caught:
        judge(Request(0, (bytes(32),), note_at(3)), [SIGNER.verifier], {})
    assert caught.value.status == 422
    assert judge(Request(0, (), note_at(3)), [SIGNER.verifier], {}).size == 3


def test_an_extension_line_is_cosigned_with_the_rest(tmp_path: Path) -> None:
    """What is cosigned is the log's own text, its extension lines included."""
    note = SIGNER.sign(Checkpoint(ORIGIN, 5, root(LEAVES[:5]), ("more",)))
    with running(tmp_path) as run:
        _, body, _ = run.post(asks(0, 5, note=note))
        assert cosignatures(note + body.decode(), [run.witness.cosigner.verifier])


def test_of_two_histories_at_once_one_is_cosigned(tmp_path: Path) -> None:
    """Sixteen requests at once, half of them of another history: whichever came first, only its history is ever
    cosigned."""
    with running(tmp_path) as run:
        assert run.post(asks(0, 9))[0] == 200
        answers: list[tuple[int, int]] = []
        gate = threading.Barrier(16)

        def ask(n: int) -> None:
            gate.wait()
            answers.append((n % 2, run.post(asks(9, 20 + n, FORK if n % 2 else LEAVES))[0]))

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
        run_all(threads)
        assert [status for _, status in answers].count(200) == 1
        assert {status for _, status in answers} == {200, 409}


# ---- its memory


def test_it_remembers_over_a_restart(tmp_path: Path) -> None:
    """A witness that starts again has the same key and goes on where it stopped: no rollback is cosigned."""
    with running(tmp_path) as run:
        key = run.witness.cosigner.verifier
        assert run.post(asks(0, 20))[0] == 200
    with running(tmp_path) as run:
        assert run.witness.cosigner.verifier == key
        assert run.post(asks(0, 30))[:2] == (409, b"20\n")
        assert run.post(asks(20, 30))[0] == 200
    assert oct((tmp_path / "key").stat().st_mode)[-3:] == "600"
    kept = json.loads((tmp_path / "state" / "witness.json").read_bytes())
    assert kept["logs"][ORIGIN]["note"] == note_at(30)


def test_two_on_one_state_are_one_too_many(tmp_path: Path) -> None:
    """A second witness on the same state is refused while the first one runs."""
    with running(tmp_path), pytest.raises(JikimError, match="another witness runs"):
        State(tmp_path / "state")


def test_a_key_without_its_memory_is_refused(tmp_path: Path) -> None:
    """A key whose state was lost, mixed up or damaged cosigns nothing; nor is a new key made beside a used state."""
    with running(tmp_path) as run:
        assert run.post(asks(0, 20))[0] == 200
    state = tmp_path / "state" / "witness.json"
    whole = state.read_bytes()
    state.unlink()
    with pytest.raises(JikimError, match="is not in"):
        open_witness(tmp_path / "key", tmp_path / "state", None)
    state.write_bytes(whole[:-20])
    with pytest.raises(JikimError, match="damaged"):
        open_witness(tmp_path / "key", tmp_path / "state", None)
    state.write_bytes(whole)
    open_witness(tmp_path / "second", tmp_path / "state2", "witness.example/w2")[1].close()
    with pytest.raises(JikimError, match="another key's state"):
        open_witness(tmp_path / "second", tmp_path / "state", None)
    with pytest.raises(JikimError, match="no key at"):
        open_witness(tmp_path / "third", tmp_path / "state", "witness.example/w3")
    open_witness(tmp_path / "key", tmp_path / "state", None)[1].close()
    (tmp_path / "key").write_text("PRIVATE+KEY+nonsense")
    with pytest.raises(JikimError, match="not a witness' key"):
        open_witness(tmp_path / "key", tmp_path / "state", None)


def test_a_first_start_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    """Killed after the state was begun and before the key was there, the next start makes both."""
    state = State(tmp_path / "state")
    state.begin("")
    state.close()
    with pytest.raises(JikimError, match="needs a name"):
        open_witness(tmp_path / "key", tmp_path / "state", None)
    open_witness(tmp_path / "key", tmp_path / "state", "witness.example/w1")[1].close()
    open_witness(tmp_path / "key", tmp_path / "state", None)[1].close()


def test_a_state_that_cannot_be_written_cosigns_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk there is no cosignature, and once there is room the same request gets one."""
    with running(tmp_path) as run:
        assert run.post(asks(0, 9))[0] == 200

        def full(_fd: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("jikim.witness.state.os.fsync", full)
            assert run.post(asks(9, 20))[0] == 500
        assert run.post(asks(9, 30, FORK))[0] == 200


# ---- its options


def test_it_listens_on_loopback_unless_a_proxy_is_said_to_stand_there() -> None:
    """An address that others can reach is refused without the word for the proxy that brings TLS."""
    assert address_of("127.0.0.1:8080", False) == ("127.0.0.1", 8080)
    assert address_of("[::1]:0", False) == ("::1", 0)
    assert address_of("localhost:1", False) == ("localhost", 1)
    for outside in ("0.0.0.0:8080", "192.0.2.1:80", "[::]:80", "witness.example:443"):
        with pytest.raises(JikimError, match="no TLS of its own"):
            address_of(outside, False)
        assert address_of(outside, True)[1] == int(outside.rpartition(":")[2])
    for wrong in ("", "8080", ":8080", "127.0.0.1:x", "127.0.0.1:99999"):
        with pytest.raises(JikimError, match="no address"):
            address_of(wrong, True)
    with pytest.raises(JikimError, match="at least one"):
        logs_of([])
    with pytest.raises(JikimError, match="--log"):
        logs_of(["nonsense"])


def test_an_outsider_runs_it_alone(tmp_path: Path) -> None:
    """`python -m jikim.witness` makes its key, says it, answers, and ends on SIGTERM; it loads none of Jikim's
    databases."""
    command = [
        sys.executable,
        "-c",
        "import sys, runpy; sys.argv[0] = 'w'; runpy.run_module('jikim.witness', run_name='__main__', alter_sys=False)",
        "--key",
        str(tmp_path / "key"),
        "--state",
        str(tmp_path / "state"),
        "--listen",
        "127.0.0.1:0",
        "--log",
        str(SIGNER.verifier),
        "--name",
        "witness.example/w1",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONWARNINGS": "error"}
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().split() for _ in range(3)]
        assert [line[0] for line in lines] == ["key", "watches", "listens"]
        run = Running(None, int(lines[2][1].rpartition(":")[2]))  # type: ignore[arg-type]
        assert run.post(asks(0, 5))[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_it_needs_no_database() -> None:
    """Importing the witness imports neither a database driver nor a room that has one."""
    code = "import sys, jikim.witness.running; print([m for m in sys.modules if m.startswith(('psycopg', 'jikim.db', 'jikim.app', 'pydantic'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
