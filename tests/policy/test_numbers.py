"""Permanent numbers: the registry only grows, so a mask stored under any older version of a policy keeps its meaning."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import drawn
from tests.policy.strategies import policy_files

from jikim.policy.compile import compile_policy
from jikim.policy.compiled import mask_of, numbers_of
from jikim.policy.model import PolicyFile
from jikim.policy.numbers import Numbers, Space

SPACES: tuple[Space, ...] = ("item", "purpose", "consent", "record", "event", "rule")

wanted = st.lists(st.tuples(st.sampled_from(SPACES), st.text("abcdef.-", min_size=1, max_size=3)), max_size=20)


def assert_sound(numbers: Numbers) -> None:
    """In each space, every number is one name's, and they run from 1 up without a gap."""
    for space, names in numbers.table.items():
        assert sorted(names.values()) == list(range(1, len(names) + 1)), space
        assert numbers.names(space) == {number: name for name, number in names.items()}


@given(edits=st.lists(wanted, min_size=1, max_size=8))
@settings(derandomize=True)
def test_the_registry_only_grows(edits: list[list[tuple[Space, str]]]) -> None:
    """Whatever a sequence of policies names, in whatever order, no number that was given ever changes or is given
    again."""
    numbers = Numbers()
    given_before: dict[tuple[str, str], int] = {}
    for names in edits:
        numbers = numbers.grown(names)
        assert_sound(numbers)
        after = {(space, name): number for space, name, number in numbers.rows()}
        assert given_before.items() <= after.items()
        assert set(after) == set(given_before) | set(names)
        assert all(numbers.of(space, name) == after[space, name] for space, name in names)
        given_before = after


@given(first=wanted, second=wanted)
@settings(derandomize=True)
def test_growing_makes_a_new_registry(first: list[tuple[Space, str]], second: list[tuple[Space, str]]) -> None:
    """A registry that a running policy holds is not changed under it; names it has cost nothing to ask for again."""
    numbers = Numbers().grown(first)
    rows = numbers.rows()
    numbers.grown(second)
    assert numbers.rows() == rows
    assert numbers.grown(first) == numbers


@given(names=wanted)
@settings(derandomize=True)
def test_the_store_gives_the_registry_back(names: list[tuple[Space, str]]) -> None:
    """Rows in any order make the same registry, and it goes on growing from the same place."""
    numbers = Numbers().grown(names)
    again = Numbers.from_rows(sorted(numbers.rows(), reverse=True))
    assert again == numbers
    assert again.grown([("item", "another")]) == numbers.grown([("item", "another")])


def test_a_name_that_nobody_registered_has_no_number() -> None:
    """Neither an unknown name nor an unknown space answers with a number."""
    numbers = Numbers().grown([("item", "name")])
    assert numbers.of("item", "email") is None
    assert numbers.of("purpose", "name") is None
    assert numbers.names("purpose") == {}


@given(numbers=st.sets(st.integers(1, 3000), max_size=200))
@settings(derandomize=True)
def test_a_mask_is_its_set(numbers: set[int]) -> None:
    """A mask of any width gives its numbers back, ascending, and set operations on masks are those on sets."""
    mask = mask_of(numbers)
    assert numbers_of(mask) == tuple(sorted(numbers))
    assert mask.bit_count() == len(numbers)
    assert mask_of(numbers_of(mask)) == mask


@given(one=st.sets(st.integers(1, 1500)), other=st.sets(st.integers(1, 1500)))
@settings(derandomize=True)
def test_masks_combine_as_sets_do(one: set[int], other: set[int]) -> None:
    """Union, intersection and what is over, on masks of many words."""
    assert set(numbers_of(mask_of(one) | mask_of(other))) == one | other
    assert set(numbers_of(mask_of(one) & mask_of(other))) == one & other
    assert set(numbers_of(mask_of(one) & ~mask_of(other))) == one - other


@given(files=st.lists(policy_files(), min_size=2, max_size=4))
@drawn(40)
def test_a_stored_mask_means_the_same_under_every_later_version(files: list[PolicyFile]) -> None:
    """Policies that add, drop and reorder names come one after the other; each mask and consent of each keeps its
    names."""
    numbers = Numbers()
    stored: list[tuple[int, tuple[str, ...]]] = []
    consents: list[tuple[int, str]] = []
    for file in files:
        policy = compile_policy(file, numbers)
        numbers = policy.numbers
        for rules in policy.records.values():
            names = {name for name in rules.names if "." in name or name in file.items}
            stored.append((rules.items, tuple(sorted(names))))
        consents += [(number, name) for name, number in policy.consents.items()]
        for mask, names in stored:
            assert tuple(sorted(policy.name("item", number) for number in numbers_of(mask))) == names
        for number, name in consents:
            assert policy.name("consent", number) == name
        assert_sound(numbers)


@given(file=policy_files(), seed=st.randoms(use_true_random=False))
@drawn(40)
def test_reordering_a_file_keeps_every_number(file: PolicyFile, seed: st.Random) -> None:  # type: ignore[name-defined]
    """The same names in another order, on the grown registry, compile to the same numbers and tables."""
    policy = compile_policy(file)
    content = file.model_dump(by_alias=True, mode="json")
    for part in ("items", "purposes", "records", "channels", "recipients", "processors"):
        names = list(content[part])
        seed.shuffle(names)
        content[part] = {name: content[part][name] for name in names}
    again = compile_policy(PolicyFile.model_validate(content), policy.numbers)
    assert again.numbers == policy.numbers
    assert again.reading == policy.reading
    assert again.bringing == policy.bringing
    assert again.providing == policy.providing
    assert again.entrusting == policy.entrusting
    assert again.consents == policy.consents


def test_more_than_a_thousand_items() -> None:
    """Masks of many words compile and decide like small ones: each of 1,200 items is read alone, and no neighbour with
    it."""
    numbers = Numbers().grown([("item", f"i{n}") for n in range(1200)])
    masks = [mask_of((number,)) for number in numbers.names("item")]
    assert len(set(masks)) == 1200
    assert sum(masks) == mask_of(numbers.names("item"))
    assert max(masks).bit_length() == 1201
