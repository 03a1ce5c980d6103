"""Cosignatures: what another implementation published is read, and whatever was not signed is refused."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest

from jikim.proof import Checkpoint, Cosigner, ProofError, Signer, VerifierKey, WitnessKey, cosignatures, verify_note
from jikim.proof.checkpoint import Note, Signature
from jikim.proof.cosignature import MAX_TIME, signed_bytes

ORIGIN = "ledger.example/shop"
SIGNER = Signer(ORIGIN, bytes(32))
ONE = Cosigner("witness.example/w1", bytes([1]) * 32)
TWO = Cosigner("witness.example/w2", bytes([2]) * 32)
STATE = Checkpoint(ORIGIN, 20852163, sha256(b"").digest())
NOTE = SIGNER.sign(STATE)
TIME = 1679315147


def cosigned(*lines: Signature, note: str = NOTE) -> str:
    return note + "".join(map(str, lines))


def test_the_signed_bytes_are_those_of_the_specification() -> None:
    """Two lines come before the note's text, which ends with its newline; the key id has the type byte 0x04."""
    assert signed_bytes(STATE.text, TIME) == (
        f"cosignature/v1\ntime 1679315147\n{ORIGIN}\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".encode()
    )
    key = ONE.verifier
    assert key.key_id == sha256(b"witness.example/w1\n\x04" + key.public).digest()[:4]
    assert str(key).endswith(b64encode(b"\x04" + key.public).decode())
    assert WitnessKey.parse(str(key)) == key


def test_a_cosignature_says_who_and_when() -> None:
    """The lines of known witnesses verify with their times, the newest of each; the log's own line is none of them."""
    note = cosigned(ONE.cosign(STATE.text, TIME), TWO.cosign(STATE.text, 5), ONE.cosign(STATE.text, TIME + 9))
    assert cosignatures(note, [ONE.verifier, TWO.verifier]) == ((ONE.verifier, TIME + 9), (TWO.verifier, 5))
    assert cosignatures(note, [TWO.verifier]) == ((TWO.verifier, 5),)
    assert cosignatures(NOTE, [ONE.verifier]) == ()
    assert verify_note(note, [SIGNER.verifier]).text == STATE.text


def test_one_wrong_cosignature_of_a_known_witness_refuses_the_note() -> None:
    """Another text, another time, another length and another key under the same id are each refused."""
    good = ONE.cosign(STATE.text, TIME)
    other = ONE.cosign(Checkpoint(ORIGIN, 3, STATE.root).text, TIME)
    late = good._replace(value=(TIME + 1).to_bytes(8, "big") + good.value[8:])
    forged = good._replace(value=TWO.cosign(STATE.text, TIME).value)
    plain = good._replace(value=good.value[8:])
    beyond = good._replace(value=b"\xff" + good.value[1:])
    for wrong in (other, late, forged, plain, beyond, good._replace(value=good.value + b"\0")):
        with pytest.raises(ProofError, match="does not fit"):
            cosignatures(cosigned(good, wrong), [ONE.verifier])
        assert cosignatures(cosigned(good, wrong), [TWO.verifier]) == ()


def test_a_logs_key_is_no_witness_and_the_other_way_round() -> None:
    """The two kinds of keys are told apart by their type byte, so that a signature of one never passes for the other's."""
    with pytest.raises(ProofError):
        WitnessKey.parse(str(SIGNER.verifier))
    with pytest.raises(ProofError):
        VerifierKey.parse(str(ONE.verifier))
    same = Cosigner(ORIGIN, bytes(32))
    assert same.verifier.public == SIGNER.verifier.public
    assert cosignatures(NOTE, [same.verifier]) == ()
    with pytest.raises(ProofError, match="no trusted key"):
        verify_note(str(Note(STATE.text, (same.cosign(STATE.text, 1),))), [SIGNER.verifier])


def test_times_have_a_range() -> None:
    """A time is not negative and at most 2^63 - 1."""
    assert ONE.verifier.verify(STATE.text, ONE.cosign(STATE.text, MAX_TIME).value) == MAX_TIME
    for time in (-1, MAX_TIME + 1):
        with pytest.raises(ProofError):
            ONE.cosign(STATE.text, time)


@pytest.mark.parametrize(
    "text", ["", "w1", "w1+00000000+AAAA", str(ONE.verifier)[:-4], str(ONE.verifier).replace("w1", "w2")]
)
def test_a_text_that_is_no_witness_key_is_refused(text: str) -> None:
    """Each malformed key is an error of the proof."""
    with pytest.raises(ProofError):
        WitnessKey.parse(text)
