"""The house asks its witnesses: cosignatures come into the notes, a witness that is down stops nothing, and a rollback
is told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from tests.conftest import START, Cast, Databases

from jikim.app import Jikim
from jikim.clock import MovableClock
from jikim.errors import JikimError
from jikim.jobs.witnessed import Answer, Witnesses
from jikim.proof import Report, verify
from jikim.proof.cosignature import WitnessKey
from jikim.settings import Settings, Witness
from jikim.witness import server
from jikim.witness.state import open_witness


@dataclass
class Outsider:
    """A witness that runs in this process, at a port of its own, and can be stopped and started."""

    directory: Path
    log: str
    name: str
    port: int = 0
    stack: ExitStack = field(default_factory=ExitStack)
    key: WitnessKey = field(init=False)

    def start(self) -> Outsider:
        cosigner, state = open_witness(self.directory / "key", self.directory / "state", self.name)
        self.key = cosigner.verifier
        self.stack.callback(state.close)
        logs = server.logs_of([self.log])
        door = server.Door(("127.0.0.1", self.port), server.Witness(cosigner, state, logs, MovableClock(START)))
        self.port = door.server_address[1]
        self.stack.callback(door.server_close)
        thread = threading.Thread(target=door.serve_forever, args=(0.05,))
        thread.start()
        self.stack.callback(thread.join)
        self.stack.callback(door.shutdown)
        return self

    def stop(self) -> None:
        self.stack.close()

    @property
    def setting(self) -> Witness:
        return Witness(f"http://127.0.0.1:{self.port}/", self.key)


@pytest.fixture
def outsiders(jk: Jikim, tmp_path: Path) -> Iterator[list[Outsider]]:
    """Two witnesses that watch this ledger, in its settings."""
    found = [Outsider(tmp_path / name, str(jk.signer.verifier), f"{name}.example") for name in ("one", "two")]
    for one in found:
        one.start()
    jk.settings = Settings(**{**vars(jk.settings), "witnesses": {one.name: one.setting for one in found}})
    jk.witnesses = Witnesses(jk.settings.witnesses)
    yield found
    for one in found:
        one.stop()


def _patient(jk: Jikim) -> None:
    """Witnesses that failed are asked again at once."""
    jk.witnesses = Witnesses(jk.settings.witnesses)


def _report(jk: Jikim, outsiders: list[Outsider], quorum: int | None = None) -> Report:
    keys = [str(one.key) for one in outsiders]
    return verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier), witnesses=keys, quorum=quorum)


def test_each_checkpoint_is_cosigned(jk: Jikim, cast: Cast, outsiders: list[Outsider]) -> None:
    """Both witnesses cosign as the ledger grows, from nothing and by proofs; an export shows it to whoever asks for
    them."""
    for _ in range(4):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        size = jk.sequence().size
        assert [(one.name, one.said, one.size) for one in jk.asked] == [
            ("one.example", "cosigned", size),
            ("two.example", "cosigned", size),
        ]
    jk.sequence()
    assert jk.asked == []
    report = _report(jk, outsiders)
    assert report.ok, str(report)
    assert report.witnessed == report.entries
    assert report.witnesses["one.example"] == (report.entries, int(START.timestamp()))
    assert f"witnessed    {report.entries} of {report.entries}" in str(report)


def test_a_witness_that_is_down_is_told_and_stops_nothing(jk: Jikim, cast: Cast, outsiders: list[Outsider]) -> None:
    """With one of two down the ledger goes on: a quorum of one is met, both are not, and once it is back it catches up."""
    jk.sequence()
    outsiders[1].stop()
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    before = jk.sequence().size
    assert [(one.said, one.alarms) for one in jk.asked] == [("cosigned", False), ("down", False)]
    assert _report(jk, outsiders, 1).ok
    report = _report(jk, outsiders)
    assert [(fault.kind, fault.position) for fault in report.faults] == [("witness", report.witnessed)]
    assert 0 < report.witnessed < before  # type: ignore[operator]
    # It is left alone for a while, and then asked again.
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    assert [one.name for one in jk.asked] == ["one.example"]
    outsiders[1].start()
    _patient(jk)
    jk.sequence()
    assert [(one.name, one.said) for one in jk.asked] == [("two.example", "cosigned")]
    assert _report(jk, outsiders).ok


def test_whoever_forgot_what_a_witness_knows_is_told_by_it(
    jk: Jikim, cast: Cast, outsiders: list[Outsider], databases: Databases
) -> None:
    """Where the house's own record of a witness is lost or too old, the witness' 409 gives the size to prove from."""
    assert cast.alice.kind == "member"
    jk.sequence()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        conn.execute("DELETE FROM ledger.witness")
        conn.execute(
            "UPDATE ledger.checkpoint SET note = split_part(note, E'\\n\\n', 1) || E'\\n\\n' || "
            "split_part(split_part(note, E'\\n\\n', 2), E'\\n', 1) || E'\\n'"
        )
    jk.sequence()
    assert [one.said for one in jk.asked] == ["cosigned", "cosigned"]
    assert _report(jk, outsiders).ok


def test_a_ledger_that_was_rolled_back_or_rewritten_is_told_by_its_witness(
    jk: Jikim, cast: Cast, outsiders: list[Outsider], databases: Databases
) -> None:
    """The newest entries are cut off by the database's owner: the witness holds more; grown again otherwise: no proof
    leads there."""
    jk.sequence()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        before = conn.execute("SELECT size, frontier FROM ledger.tree").fetchone()
        for _ in range(3):
            jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        jk.sequence()
        assert before is not None
        for table in ("leaf", "body"):
            conn.execute(f"DELETE FROM ledger.{table} WHERE position >= %s".encode(), (before[0],))
        conn.execute("DELETE FROM ledger.checkpoint WHERE size > %s", (before[0],))
        conn.execute("UPDATE ledger.checkpoint SET note = split_part(note, E'\\n— one', 1) || E'\\n'")
        conn.execute("UPDATE ledger.tree SET size = %s, frontier = %s", before)
        _patient(jk)
        jk.asked = jk.witnesses.ask(jk.driver, jk.house.objects, jk.now())
        assert [(one.said, one.alarms) for one in jk.asked] == [("ahead", True)] * 2
        assert "the ledger has" in jk.asked[0].detail
        (jk.settings.ring_directory / "checkpoint.note").unlink()
        for _ in range(5):
            jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["name"])
        _patient(jk)
        jk.sequence()
        assert [(one.said, one.alarms) for one in jk.asked] == [("diverged", True)] * 2
        said = [row[0] for row in conn.execute("SELECT said FROM ledger.witness").fetchall()]
        assert all(text.startswith("diverged") for text in said)


def _answers(jk: Jikim, outsider: Outsider, *answers: Answer) -> list[str]:
    left = list(answers)

    def post(_witness: Witness, _body: bytes) -> Answer:
        return left.pop(0)

    asked = Witnesses({"w": outsider.setting}, post).ask(jk.driver, jk.house.objects, jk.now())
    return [one.said for one in asked]


def test_an_answer_that_proves_nothing_is_no_cosignature(
    jk: Jikim, cast: Cast, outsiders: list[Outsider], databases: Databases
) -> None:
    """Another's line, a line for another note, no line, a broken one, and answers without sense change nothing in the
    note."""
    assert cast.alice.kind == "member"
    jk.settings = Settings(**{**vars(jk.settings), "witnesses": {}})
    size = jk.sequence().size
    one = outsiders[0]
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        note = conn.execute("SELECT note FROM ledger.checkpoint WHERE size = %s", (size,)).fetchone()
        assert note is not None
        other, state = open_witness(one.directory / "key2", one.directory / "state2", one.name)
        state.close()
        text = note[0].split("\n\n")[0] + "\n"
        for body in (
            str(other.cosign(text, 5)),
            str(other.cosign(text + "x\n", 5)),
            "",
            "nonsense\n",
            "\n",
            "x" * 200_000,
            f"\n{text}\n{other.cosign(text, 5)}",
        ):
            assert _answers(jk, one, Answer(200, body.encode())) == ["refused"]
        assert _answers(jk, one, Answer(200, b"\xff")) == ["refused"]
        for status, said in (
            (0, "down"),
            (500, "down"),
            (503, "down"),
            (403, "refused"),
            (404, "refused"),
            (302, "refused"),
            (422, "diverged"),
        ):
            assert _answers(jk, one, Answer(status, b"")) == [said]
        assert _answers(jk, one, Answer(409, b"many\n")) == ["refused"]
        assert _answers(jk, one, Answer(409, b"99999\n")) == ["ahead"]
        assert _answers(jk, one, Answer(409, b"0\n")) == ["diverged"]
        assert _answers(jk, one, Answer(409, b"1\n"), Answer(409, b"2\n")) == ["refused"]
        assert conn.execute("SELECT note FROM ledger.checkpoint WHERE size = %s", (size,)).fetchone() == note


def test_a_witness_that_hangs_is_given_up(
    jk: Jikim, cast: Cast, outsiders: list[Outsider], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A witness that takes the request and never answers is down after the time-out."""
    assert cast.alice.kind == "member"
    monkeypatch.setattr("jikim.jobs.witnessed.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        silent = Witness(f"http://127.0.0.1:{deaf.getsockname()[1]}", outsiders[0].key)
        jk.sequence()
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        jk.sequencer.run(jk.now())
        asked = Witnesses({"deaf": silent}).ask(jk.driver, jk.house.objects, jk.now())
    assert [(one.said, one.detail) for one in asked] == [("down", "nobody answers")]


def test_proofs_lead_from_every_size_to_every_other(
    jk: Jikim, cast: Cast, databases: Databases, outsiders: list[Outsider]
) -> None:
    """Over three tiles of entries, the proofs that the database gives between many sizes are those that the witness'
    rules accept."""
    from jikim.ledger import subtrees
    from jikim.proof import check_consistency

    order = cast.alice_order
    jk.settings = Settings(**{**vars(jk.settings), "witnesses": {}})
    jk.use(order, purpose="delivery", items=["phone"])
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, outcome) SELECT f.entry, f.at, f.fact, f.who, "
            "i.subject, i.record, 0 FROM (SELECT * FROM ledger.inbox ORDER BY seq DESC LIMIT 1) i, generate_series(1, 800) AS n, "
            "ledger.further((i.entry, i.at, i.fact, i.who, 0), n) AS f"
        )
    size = jk.sequence().size
    assert size > 800
    sizes = [1, 2, 3, 255, 256, 257, 300, 511, 512, 513, 768, 800, size]
    roots = {one: jk.driver.run(subtrees.root_at(jk.house.objects, one)) for one in sizes}
    assert roots[size] == verify(jk.export_ledger()).root
    for old in sizes:
        for new in sizes:
            if old <= new:
                check_consistency(
                    old, new, roots[old], roots[new], jk.driver.run(subtrees.proof(jk.house.objects, old, new))
                )
    assert outsiders


def test_the_settings_name_the_witnesses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outsiders: list[Outsider]
) -> None:
    """JIKIM_WITNESSES is a file of names, addresses and keys; a broken one is refused with what it should hold."""
    file = tmp_path / "witnesses.json"
    monkeypatch.setenv("JIKIM_WITNESSES", str(file))
    file.write_text(json.dumps({"w": {"url": "https://witness.example/", "vkey": str(outsiders[0].key)}}))
    assert Settings.from_environment(tmp_path).witnesses == {"w": Witness("https://witness.example/", outsiders[0].key)}
    for broken in ("", "[]", '{"w": {}}', '{"w": {"url": "https://w.example", "vkey": "x"}}'):
        file.write_text(broken)
        with pytest.raises(JikimError, match="not a list of witnesses"):
            Settings.from_environment(tmp_path)
    file.write_text(json.dumps({"w": {"url": "http://w.example", "vkey": str(outsiders[0].key)}}))
    with pytest.raises(JikimError, match="JIKIM_WITNESSES: `w`: "):
        Settings.from_environment(tmp_path)
