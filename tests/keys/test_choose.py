"""Which provider holds the root key: the settings, a ring of another provider, and the move from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.keys.houses import CHEAP, WORDS

from jikim.errors import SealedError, StoreError
from jikim.keys import passphrase
from jikim.keys.root_choice import roots
from jikim.settings import Settings


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derivations that cost nothing."""
    monkeypatch.setattr(passphrase, "Cost", lambda: CHEAP)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A passphrase's file."""
    path = tmp_path / "passphrase"
    path.write_text(WORDS)
    path.chmod(0o600)
    return path


def test_without_a_word_it_is_a_file(tmp_path: Path) -> None:
    """The default is a file, in the ring's directory and its copies."""
    settings = Settings(tmp_path, ring_copies=(tmp_path / "copy",))
    version = roots(settings).current.new_version()
    assert (tmp_path / "ring" / f"root-{version}.key").exists()
    assert (tmp_path / "copy" / f"root-{version}.key").exists()


def test_a_copy_that_cannot_be_written_stops_nobody_from_reading(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With a copy that can't be written the root key still opens, which is told; nothing new is made."""
    version = roots(Settings(tmp_path)).current.new_version()
    wrapped = roots(Settings(tmp_path)).current.wrap(version, b"label", b"secret")
    (tmp_path / "file").write_text("in the way")
    settings = Settings(tmp_path, ring_copies=(tmp_path / "file" / "copy",))
    assert roots(settings).current.unwrap(version, b"label", wrapped) == b"secret"
    assert "can't be written" in caplog.text
    with pytest.raises(StoreError, match="can't be written"):
        roots(settings).current.new_version()


def test_the_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The four variables are settings; copies are separated as in PATH."""
    monkeypatch.setenv("JIKIM_RING_COPIES", "/srv/a:/srv/b")
    monkeypatch.setenv("JIKIM_ROOT", "passphrase")
    monkeypatch.setenv("JIKIM_ROOT_BEFORE", "file")
    monkeypatch.setenv("JIKIM_PASSPHRASE_FILE", "/srv/words")
    settings = Settings.from_environment(tmp_path)
    assert settings.ring_copies == (Path("/srv/a"), Path("/srv/b"))
    assert (settings.root, settings.root_before, settings.passphrase) == ("passphrase", "file", Path("/srv/words"))


def test_a_passphrase_comes_from_its_file_or_the_house_is_sealed(tmp_path: Path, words: Path) -> None:
    """With a passphrase file the root key opens by itself; without one the house is sealed, and says what opens it."""
    version = roots(Settings(tmp_path, root="passphrase", passphrase=words)).current.new_version()
    assert (tmp_path / "ring" / f"sealed-root-{version}.key").exists()
    with pytest.raises(SealedError) as refused:
        roots(Settings(tmp_path, root="passphrase")).current.versions()
    assert refused.value.hint == "jikim unseal"


@pytest.mark.parametrize("root", ["", "files", "passphrase:secret words", "vault:x", "PASSPHRASE"])
def test_what_names_no_provider_is_refused(tmp_path: Path, root: str) -> None:
    """A setting that names no provider is refused with those that there are, and without what follows its first word."""
    with pytest.raises(StoreError, match="names no provider") as refused:
        roots(Settings(tmp_path, root=root))
    assert "secret words" not in str(refused.value)


def test_a_ring_of_another_provider_is_refused(tmp_path: Path) -> None:
    """A ring that was made under one provider opens under no other, and the error names both."""
    with pytest.raises(StoreError, match="held by `passphrase`, and the settings name `file`") as refused:
        roots(Settings(tmp_path)).of("passphrase", "1")
    assert "JIKIM_ROOT_BEFORE" in (refused.value.hint or "")


def test_a_move_has_both_providers(tmp_path: Path, words: Path) -> None:
    """While a house moves, what the former provider wrapped still opens, what is new is the current one's, and each
    destroys its own."""
    before = roots(Settings(tmp_path)).current
    old = before.new_version()
    wrapped = before.wrap(old, b"jikim ring 1", b"secret")

    moving = roots(Settings(tmp_path, root="passphrase", root_before="file", passphrase=words))
    assert moving.of("file", old).unwrap(old, b"jikim ring 1", wrapped) == b"secret"
    new = moving.current.new_version()
    again = moving.of("passphrase", new).wrap(new, b"jikim ring 2", b"secret")
    moving.of("file", old).destroy_version(old)
    assert moving.of("file", old).destroyed_on(old) is not None
    assert moving.current.destroyed_on(new) is None

    after = roots(Settings(tmp_path, root="passphrase", passphrase=words))
    assert after.of("passphrase", new).unwrap(new, b"jikim ring 2", again) == b"secret"
    with pytest.raises(StoreError, match="held by `file`"):
        after.of("file", old)


def test_between_two_of_one_kind_the_version_decides(tmp_path: Path) -> None:
    """Moving from one place to another of the same provider, whichever has a version is asked for it."""
    both = roots(Settings(tmp_path, root="file", root_before="file"))
    version = both.current.new_version()
    assert both.of("file", version).versions() == [version]
    assert both.of("file", "77") is both.current
