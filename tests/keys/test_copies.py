"""Root keys as files in several directories: durable in all, destroyed in all, and a directory that is missing is
missed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.keys.killed import killed_at

from jikim.errors import KeyGoneError, SealError, StoreError
from jikim.keys.copies import Copies, overwrite, remove, write_durably
from jikim.keys.root import FileRoot


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A ring's directory and two copies, none of them made yet."""
    return tmp_path / "ring", tmp_path / "copy", tmp_path / "deep" / "copy"


def test_a_version_is_in_every_directory(places: tuple[Path, ...]) -> None:
    """A new version lies in all directories, readable by its owner alone, and any one of them is enough."""
    version = FileRoot(*places).new_version()
    wrapped = FileRoot(*places).wrap(version, b"label", b"secret")
    for place in places:
        path = place / f"root-{version}.key"
        assert path.stat().st_mode & 0o777 == 0o600
        assert place.stat().st_mode & 0o077 == 0
        assert FileRoot(place).unwrap(version, b"label", wrapped) == b"secret"


@pytest.mark.parametrize("fault", ["gone", "damaged", "cut", "no directory"])
def test_one_good_copy_opens(places: tuple[Path, ...], fault: str) -> None:
    """A file that is gone, damaged or cut in one directory hinders no opening while another has it."""
    root = FileRoot(*places)
    version = root.new_version()
    wrapped = root.wrap(version, b"label", b"secret")
    path = places[0] / f"root-{version}.key"
    match fault:
        case "gone":
            path.unlink()
        case "damaged":
            path.write_bytes(os.urandom(32))
        case "cut":
            path.write_bytes(path.read_bytes()[:31])
        case _:
            places[1].rename(places[1].with_name("elsewhere"))
    assert FileRoot(*places).unwrap(version, b"label", wrapped) == b"secret"


def test_nothing_is_sealed_under_copies_that_differ(places: tuple[Path, ...]) -> None:
    """Where two directories hold different keys of one version, nothing is wrapped under either."""
    root = FileRoot(*places)
    version = root.new_version()
    (places[1] / f"root-{version}.key").write_bytes(os.urandom(32))
    with pytest.raises(SealError, match="differ"):
        root.wrap(version, b"label", b"secret")


def test_destruction_overwrites_before_it_removes(places: tuple[Path, ...]) -> None:
    """The bytes of a destroyed key are overwritten where they lie, in every directory: an open handle reads zeros."""
    root = FileRoot(*places)
    version = root.new_version()
    key = (places[0] / f"root-{version}.key").read_bytes()
    handles = [open(place / f"root-{version}.key", "rb") for place in places]  # noqa: SIM115
    root.destroy_version(version)
    for handle in handles:
        with handle:
            assert handle.read() == bytes(32)
    left = [path for place in places for path in place.iterdir()]
    assert left
    assert not [path for path in left if key in path.read_bytes() or path.suffix == ".key"]


@pytest.mark.parametrize("step", range(12))
def test_an_interrupted_destruction_is_finished_by_the_next(
    places: tuple[Path, ...], step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any file operation of a destruction, one retry leaves no key anywhere, and the date is set once all are
    overwritten."""
    root = FileRoot(*places)
    first, version = root.new_version(), root.new_version()
    keys = [place / f"root-{version}.key" for place in places]
    secret = keys[0].read_bytes()
    with killed_at(step, monkeypatch):
        root.destroy_version(version)
    marked = FileRoot(*places).destroyed_on(version)
    assert marked is None or not [path for path in keys if path.exists() and path.read_bytes() == secret]
    FileRoot(*places).destroy_version(version)
    assert FileRoot(*places).versions() == [first]
    assert not [path for path in keys if path.exists()]
    assert FileRoot(*places).destroyed_on(version) is not None
    assert FileRoot(*places).new_version() not in (first, version)


def test_a_copy_that_is_not_here_stops_a_destruction(places: tuple[Path, ...]) -> None:
    """A copy that fell out of the settings, or whose disk is not mounted, keeps a version from being called destroyed."""
    version = FileRoot(*places).new_version()
    with pytest.raises(StoreError, match="1 of the key ring's copies are not here") as refused:
        FileRoot(*places[:2]).destroy_version(version)
    assert "JIKIM_RING_COPIES" in (refused.value.hint or "")
    assert FileRoot(*places[:2]).destroyed_on(version) is None
    away = places[2].with_name("unmounted")
    places[2].rename(away)
    places[2].mkdir()
    with pytest.raises(StoreError, match="not here"):
        FileRoot(*places).destroy_version(version)
    (places[2] / "root.copies").unlink()
    (places[2] / f"root-{version}.key").unlink()
    places[2].rmdir()
    away.rename(places[2])
    # The empty directory had got a number of its own, and is missed in its turn until someone strikes it out.
    with pytest.raises(StoreError, match="not here"):
        FileRoot(*places).destroy_version(version)
    for place in places:
        numbers = {(one / "root.copies").read_text().split('"')[3] for one in places}
        content = (place / "root.copies").read_text()
        own = content.split('"')[3]
        (place / "root.copies").write_text(f'{{"here": "{own}", "all": {sorted(numbers)}}}'.replace("'", '"'))
    FileRoot(*places).destroy_version(version)
    assert FileRoot(*places).destroyed_on(version) is not None


def test_a_new_copy_gets_what_the_others_have(places: tuple[Path, ...]) -> None:
    """A directory that joins gets the versions and the marks of destruction; a file that came back from a backup is
    destroyed."""
    root = FileRoot(*places[:2])
    gone, stays = root.new_version(), root.new_version()
    key = (places[0] / f"root-{gone}.key").read_bytes()
    root.destroy_version(gone)
    places[2].mkdir(parents=True)
    (places[2] / f"root-{gone}.key").write_bytes(key)
    Copies(places, "root").spread()
    assert FileRoot(places[2]).versions() == [stays]
    assert not (places[2] / f"root-{gone}.key").exists()
    with pytest.raises(KeyGoneError):
        FileRoot(places[2]).wrap(gone, b"label", b"secret")


def test_a_directory_that_cannot_be_written_is_named_by_its_setting(tmp_path: Path) -> None:
    """A copy that can't be made is an error that says which setting to correct."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="can't be written") as refused:
        Copies((tmp_path / "ring", tmp_path / "file" / "copy"), "root").spread()
    assert "JIKIM_RING_COPIES" in (refused.value.hint or "")


def test_what_cannot_be_read_is_not_gone(tmp_path: Path) -> None:
    """A key file that can't be read (here: a directory in its place) is no destroyed version."""
    root = FileRoot(tmp_path)
    version = root.new_version()
    (tmp_path / f"root-{version}.key").unlink()
    (tmp_path / f"root-{version}.key").mkdir()
    with pytest.raises(StoreError, match="can't be read"):
        root.wrap(version, b"label", b"secret")
    assert root.destroyed_on(version) is None


def test_overwriting_reaches_the_file_itself(tmp_path: Path) -> None:
    """`overwrite` writes zeros into the same file, `remove` also takes what an interrupted writing left."""
    path = tmp_path / "key"
    write_durably(path, b"0123456789")
    place = path.stat().st_ino
    overwrite(path)
    assert (path.read_bytes(), path.stat().st_ino) == (bytes(10), place)
    path.with_name("key.draft").write_bytes(b"half a key")
    remove(path)
    assert list(tmp_path.iterdir()) == []
    remove(path)
