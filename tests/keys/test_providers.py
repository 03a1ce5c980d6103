"""What every provider of root keys must do, asked of each: files, a passphrase, its agent, AWS KMS (a recorded
contract) and, where this machine has SoftHSM2, a PKCS#11 token."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from tests.keys.houses import House, aws, house, hsm, token  # noqa: F401

from jikim.errors import KeyGoneError, SealError

LABEL = b"jikim ring 1"
# As long as a ring's secret: 256 keys, 256 numbers and the backup key.
SECRET = bytes(range(256)) * 32 + b"an invented secret, repeated" * 4


def test_what_was_wrapped_comes_back(house: House) -> None:
    """A secret of a ring's length comes back under its version and label, in another process too, and its wrapping
    shows none of it."""
    version = house.root.new_version()
    wrapped = house.root.wrap(version, LABEL, SECRET)
    assert house.root.unwrap(version, LABEL, wrapped) == SECRET
    assert house.again().unwrap(version, LABEL, wrapped) == SECRET
    assert not any(SECRET[at : at + 16] in wrapped for at in range(0, len(SECRET) - 16, 7))


def test_anything_else_is_refused(house: House) -> None:
    """Another label, another version, a changed byte, a cut or an empty text opens nothing."""
    version, other = house.root.new_version(), house.root.new_version()
    wrapped = house.root.wrap(version, LABEL, SECRET)
    changed = [bytes(byte ^ (at == place) for at, byte in enumerate(wrapped)) for place in (20, 4000, len(wrapped) - 1)]
    for of, label, text in [
        (version, b"jikim ring 2", wrapped),
        (other, LABEL, wrapped),
        *((version, LABEL, text) for text in changed),
        (version, LABEL, wrapped[:20]),
        (version, LABEL, wrapped[:-1]),
        (version, LABEL, b""),
    ]:
        with pytest.raises(SealError) as refused:
            house.root.unwrap(of, label, text)
        assert "secret" not in str(refused.value)
    assert house.root.unwrap(version, LABEL, wrapped) == SECRET


def test_a_destroyed_version_is_gone(house: House) -> None:
    """After its destruction a version opens nothing and seals nothing, and whoever comes to it later is told the same."""
    version = house.root.new_version()
    wrapped = house.root.wrap(version, LABEL, SECRET)
    house.root.destroy_version(version)
    for root in (house.root, house.again()):
        with pytest.raises(KeyGoneError, match="gone"):
            root.unwrap(version, LABEL, wrapped)
        with pytest.raises(KeyGoneError, match="gone"):
            root.wrap(version, LABEL, SECRET)


def test_destroying_twice_is_once(house: House) -> None:
    """A version that exists has no date of destruction; a destroyed one has one, which a second destruction does not
    change."""
    version = house.root.new_version()
    assert house.root.destroyed_on(version) is None
    house.root.destroy_version(version)
    moment = house.root.destroyed_on(version)
    house.root.destroy_version(version)
    assert isinstance(moment, datetime)
    assert moment.utcoffset() is not None
    assert house.again().destroyed_on(version) == moment


def test_versions_are_those_that_exist(house: House) -> None:
    """A version is listed until it is destroyed, and no later version takes its name."""
    assert house.root.versions() == []
    first, second = house.root.new_version(), house.root.new_version()
    assert sorted(house.again().versions()) == sorted([first, second])
    house.root.destroy_version(second)
    assert house.root.versions() == [first]
    third = house.root.new_version()
    assert len({first, second, third}) == 3
    assert sorted(house.again().versions()) == sorted([first, third])


def test_an_orphan_goes_alone(house: House) -> None:
    """A version that was made and never used can be found and destroyed, and what is under another one still opens."""
    version = house.root.new_version()
    wrapped = house.root.wrap(version, LABEL, SECRET)
    house.again().new_version()
    for orphan in [one for one in house.root.versions() if one != version]:
        house.root.destroy_version(orphan)
    assert house.root.versions() == [version]
    assert house.root.unwrap(version, LABEL, wrapped) == SECRET


def test_each_says_what_its_destruction_is_worth(house: House) -> None:
    """Each provider has a name that the ring records, and a word on its destruction's worth in both languages."""
    assert house.root.name == {"agent": "passphrase"}.get(house.kind, house.kind)
    assert house.root.worth.keys() == {"en", "ko"}
    assert re.search("beyond|nothing|cancel", house.root.worth["en"])
    assert re.search("[가-힣]", house.root.worth["ko"])
