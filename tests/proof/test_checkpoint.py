"""Signed notes and checkpoints: what others' tools wrote is read, what is malformed is refused, fault by fault."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.proof import checkpoint as room
from jikim.proof.checkpoint import Checkpoint, Note, Signature, Signer, VerifierKey, verify_note
from jikim.proof.merkle import ProofError

ORIGIN = "ledger.example/shop"
SIGNER = Signer(ORIGIN, bytes(32))
WITNESS = Signer("witness.example/w1", bytes([1]) * 32)
OUTSIDER = Signer(ORIGIN, bytes([2]) * 32)
STATE = Checkpoint(ORIGIN, 20852163, sha256(b"").digest())
NOTE = SIGNER.sign(STATE)

# A note and key that another implementation publishes.
FOREIGN_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOREIGN_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_a_note_by_another_implementation_verifies() -> None:
    """A published note and key of another implementation are read, verified and written again byte for byte."""
    key = VerifierKey.parse(FOREIGN_KEY)
    assert str(key) == FOREIGN_KEY
    assert str(Note.parse(FOREIGN_NOTE)) == FOREIGN_NOTE
    assert verify_note(FOREIGN_NOTE, [key]) == ("This is an example message.\n", (key,), ())


def test_the_key_id_is_that_of_the_specification() -> None:
    """The key id is the first four bytes of SHA-256 over name, newline, type byte and public key."""
    key = SIGNER.verifier
    assert key.key_id == sha256(ORIGIN.encode() + b"\x0a\x01" + key.public).digest()[:4]
    assert Note.parse(NOTE).signatures[0].key_id == key.key_id


def test_the_documented_example_is_a_real_one() -> None:
    """The module's docstring shows exactly the note and key that this signer makes."""
    assert room.__doc__ is not None
    shown = "".join(f"    {line}\n" if line else "\n" for line in NOTE.split("\n")[:-1])
    assert shown in room.__doc__
    assert f"    {SIGNER.verifier}\n" in room.__doc__


def test_a_signed_checkpoint_reads_back() -> None:
    """What is signed comes back as it was, extension lines included."""
    assert Checkpoint.verify(NOTE, [SIGNER.verifier]) == STATE
    extended = Checkpoint(ORIGIN, 0, sha256(b"").digest(), ("first 1", "둘째"))
    assert Checkpoint.verify(SIGNER.sign(extended), [SIGNER.verifier]) == extended


def test_a_witness_cosigns_without_breaking_anything() -> None:
    """A cosignature is unknown to a reader who doesn't know the witness, and counts for one who does."""
    both = WITNESS.cosign(NOTE)
    alone = verify_note(both, [SIGNER.verifier])
    assert alone.keys == (SIGNER.verifier,)
    assert [signature.name for signature in alone.unknown] == ["witness.example/w1"]
    assert verify_note(both, [WITNESS.verifier, SIGNER.verifier]).keys == (SIGNER.verifier, WITNESS.verifier)
    assert Checkpoint.verify(both, [SIGNER.verifier]) == STATE


def test_unknown_signatures_of_any_algorithm_are_kept() -> None:
    """A signature of another length or type, by a key that isn't known, fails nothing and is written back."""
    large = Signature("witness.example/pq", b"\xff\x01\x02\x03", bytes(5000))
    small = Signature("witness.example/small", b"\x04\x01\x02\x03", b"x")
    same_name = Signature(ORIGIN, b"\x00\x00\x00\x01", bytes(64))
    same_id = Signature("other.example", SIGNER.verifier.key_id, bytes(64))
    parsed = Note.parse(NOTE)
    note = str(Note(parsed.text, (large, same_name, *parsed.signatures, small, same_id)))
    assert verify_note(note, [SIGNER.verifier]).unknown == (large, same_name, small, same_id)
    assert str(Note.parse(note)) == note


def test_a_text_may_hold_empty_lines() -> None:
    """The last empty line parts the text from the signatures; those before it belong to the text."""
    note = Note("one\n\ntwo\n", Note.parse(NOTE).signatures)
    assert Note.parse(str(note)) == note


def test_a_wrong_signature_by_a_known_key_refuses_the_note() -> None:
    """One failing signature of a trusted key refuses the whole note, though another one verifies."""
    parsed = Note.parse(WITNESS.cosign(NOTE))
    wrong = parsed.signatures[1]._replace(value=bytes(64))
    note = str(Note(parsed.text, (parsed.signatures[0], wrong)))
    assert verify_note(note, [SIGNER.verifier]).keys == (SIGNER.verifier,)
    with pytest.raises(ProofError, match="does not fit"):
        verify_note(note, [SIGNER.verifier, WITNESS.verifier])
    short = str(Note(parsed.text, (parsed.signatures[0]._replace(value=b"short"),)))
    with pytest.raises(ProofError, match="does not fit"):
        verify_note(short, [SIGNER.verifier])


def test_a_note_that_no_trusted_key_signed_is_refused() -> None:
    """Another key under the same name, and no key at all, leave nothing to trust."""
    for keys in ([OUTSIDER.verifier], [WITNESS.verifier], []):
        with pytest.raises(ProofError, match="no trusted key"):
            verify_note(NOTE, keys)


def test_keys_that_cannot_be_told_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two keys of one name and one key id make a signature ambiguous, so neither is used."""
    monkeypatch.setattr(VerifierKey, "key_id", b"same")
    with pytest.raises(ProofError, match="share a name"):
        verify_note(NOTE, [SIGNER.verifier, OUTSIDER.verifier])


@given(at=st.integers(0, len(NOTE) - 1), letter=st.characters(exclude_categories=["Cs"]))
@settings(max_examples=400)
def test_no_character_of_a_note_can_be_changed(at: int, letter: str) -> None:
    """A note in which any one character differs is not accepted, wherever it stands."""
    changed = NOTE[:at] + letter + NOTE[at + 1 :]
    if changed != NOTE:
        with pytest.raises(ProofError):
            Checkpoint.verify(changed, [SIGNER.verifier])


SIGNED = NOTE[NOTE.index("—") :]
MALFORMED_NOTES = {
    "nothing": "",
    "no signature": STATE.text,
    "no empty line": STATE.text + SIGNED,
    "an empty line but no signature": STATE.text + "\n",
    "no newline at the end": NOTE[:-1],
    "an empty line at the end": NOTE + "\n",
    "a line between the signatures": NOTE + "hello\n" + SIGNED,
    "two hyphens for the dash": NOTE.replace("—", "--"),
    "an en dash": NOTE.replace("—", "\N{EN DASH}"),
    "a no-break space after the dash": NOTE.replace("— ", "—\N{NO-BREAK SPACE}"),
    "a carriage return": NOTE.replace("\n", "\r\n"),
    "a tab": NOTE.replace(ORIGIN, "\t" + ORIGIN),
    "a null": NOTE + "\0",
    "a lone surrogate": NOTE.replace("ledger", "\ud800"),
    "no name": STATE.text + "\n—  " + SIGNED.split(" ")[2],
    "a name with a plus": NOTE.replace("— ledger", "— led+ger"),
    "a name with a wide space": NOTE.replace("— ledger", "— led\N{IDEOGRAPHIC SPACE}ger"),
    "no signature bytes": STATE.text + f"\n— {ORIGIN} " + b64encode(b"abcd").decode() + "\n",
    "base64 without padding": NOTE.replace("=\n", "\n"),
    "base64 with unused bits": NOTE[:-3] + chr(ord(NOTE[-3]) + 1) + "=\n",
    "base64 for addresses": STATE.text + f"\n— {ORIGIN} " + "_-_-" * 24 + "\n",
    "two spaces": NOTE.replace(f"— {ORIGIN} ", f"— {ORIGIN}  "),
    "too many signatures": NOTE + SIGNED * 100,
    "too long": NOTE.replace(ORIGIN, "x" * 1_000_000),
}


@pytest.mark.parametrize("note", MALFORMED_NOTES.values(), ids=MALFORMED_NOTES)
def test_a_malformed_note_is_refused(note: str) -> None:
    """Each way to break a note's form is refused by the parser, whoever signed it."""
    assert note != NOTE
    with pytest.raises(ProofError):
        Note.parse(note)


ROOT = b64encode(STATE.root).decode()
MALFORMED_TEXTS = {
    "no root": f"{ORIGIN}\n5\n",
    "no newline at the end": f"{ORIGIN}\n5\n{ROOT}",
    "an empty origin": f"\n5\n{ROOT}\n",
    "an empty extension": f"{ORIGIN}\n5\n{ROOT}\n\n",
    "an empty line between": f"{ORIGIN}\n5\n{ROOT}\n\nmore\n",
    "a leading zero": f"{ORIGIN}\n05\n{ROOT}\n",
    "a sign": f"{ORIGIN}\n+5\n{ROOT}\n",
    "a negative size": f"{ORIGIN}\n-5\n{ROOT}\n",
    "a size with a space": f"{ORIGIN}\n5 \n{ROOT}\n",
    "a size in other digits": f"{ORIGIN}\n\N{FULLWIDTH DIGIT FIVE}\n{ROOT}\n",
    "a size in hex": f"{ORIGIN}\n0x5\n{ROOT}\n",
    "a size with an underscore": f"{ORIGIN}\n1_0\n{ROOT}\n",
    "a size too large": f"{ORIGIN}\n{1 << 63}\n{ROOT}\n",
    "a size of many digits": f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n",
    "a short root": f"{ORIGIN}\n5\n{b64encode(bytes(31)).decode()}\n",
    "a long root": f"{ORIGIN}\n5\n{b64encode(bytes(33)).decode()}\n",
    "a root without padding": f"{ORIGIN}\n5\n{ROOT[:-1]}\n",
    "a root with unused bits": f"{ORIGIN}\n5\n{ROOT[:-2]}V=\n",
    "a root in hex": f"{ORIGIN}\n5\n{STATE.root.hex()}\n",
    "a carriage return": f"{ORIGIN}\r\n5\r\n{ROOT}\r\n",
}


@pytest.mark.parametrize("text", MALFORMED_TEXTS.values(), ids=MALFORMED_TEXTS)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    """Each way to break a checkpoint's text is refused, and would be even if it were signed."""
    with pytest.raises(ProofError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root", "extensions"),
    [
        ("", 1, bytes(32), ()),
        ("a\n9", 1, bytes(32), ()),
        ("a", -1, bytes(32), ()),
        ("a", 1 << 63, bytes(32), ()),
        ("a", 1, bytes(31), ()),
        ("a", 1, bytes(32), ("",)),
        ("a", 1, bytes(32), ("b\n\n— c d",)),
        ("a\x07", 1, bytes(32), ()),
    ],
)
def test_a_checkpoint_that_would_read_otherwise_is_not_made(
    origin: str, size: int, root: bytes, extensions: tuple[str, ...]
) -> None:
    """No checkpoint is made whose text would be read as another one or not at all."""
    with pytest.raises(ProofError):
        Checkpoint(origin, size, root, extensions)


PUBLIC = b64encode(b"\x01" + SIGNER.verifier.public).decode()
NEWLINE = b"\x0a"


def _key_text(data: bytes, name: str = ORIGIN) -> str:
    """The text of a key of any type byte and length, with the key id that belongs to it."""
    return f"{name}+{sha256(name.encode() + NEWLINE + data).hexdigest()[:8]}+{b64encode(data).decode()}"


MALFORMED_KEYS = {
    "nothing": "",
    "no key id": f"{ORIGIN}+{PUBLIC}",
    "another key id": f"{ORIGIN}+00000000+{PUBLIC}",
    "another name": str(SIGNER.verifier).replace("shop", "shup"),
    "a key id in capitals": str(SIGNER.verifier).replace("c3351556", "C3351556"),
    "no name": str(SIGNER.verifier).removeprefix(ORIGIN),
    "a name with a space": _key_text(b"\x01" + SIGNER.verifier.public, "ledger example"),
    "another algorithm": _key_text(b"\x02" + SIGNER.verifier.public),
    "a short key": _key_text(b"\x01" + bytes(31)),
    "no padding needed but given": f"{SIGNER.verifier}=",
    "a newline": f"{SIGNER.verifier}\n",
}


@pytest.mark.parametrize("text", MALFORMED_KEYS.values(), ids=MALFORMED_KEYS)
def test_a_malformed_verifier_key_is_refused(text: str) -> None:
    """Each way to break a verifier key's text is refused, so that a key is never half right."""
    with pytest.raises(ProofError):
        VerifierKey.parse(text)


def test_a_key_of_another_length_is_refused() -> None:
    """Neither a private nor a public key of another length is taken."""
    for length in (0, 31, 33, 64):
        with pytest.raises(ProofError, match="32 bytes"):
            Signer(ORIGIN, bytes(length))
        with pytest.raises(ProofError, match="32 bytes"):
            VerifierKey(ORIGIN, bytes(length))


def test_a_signer_never_shows_its_key() -> None:
    """What a signer prints holds its verifier key and not its private one."""
    private = bytes(range(32))
    shown = repr(Signer(ORIGIN, private))
    assert ORIGIN in shown
    assert private.hex() not in shown
    assert b64encode(private).decode() not in shown
