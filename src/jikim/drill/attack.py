"""The attack: everything that was ever sealed, against every key that exists now.

Root keys: each version that a provider still has, and each file that could be one. Each of them is tried on each ring
file that lies anywhere; each shard key of a ring that opens on each wrapped key that was found anywhere, whatever shard
it belongs to; each key that comes out on each ciphertext, whoever it belongs to, at the ciphertext's own place. Nothing
is believed that a row says of its key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.backup.programs import Programs
from jikim.backup.sets import Set, list_sets
from jikim.crypto import KEY_BYTES, SealContext, blind, joined_key, open_items, unwrap
from jikim.drill.account import Fates
from jikim.drill.carve import carve
from jikim.drill.people import Value
from jikim.drill.report import Report
from jikim.drill.rows import ClaimRow, Rows, WrappedKey, keys_of
from jikim.drill.scan import files_below
from jikim.errors import JikimError, SealError
from jikim.keys.root import RootProvider
from jikim.keys.shards import NONCE_BYTES, Secret
from jikim.policy.compiled import Policy
from jikim.policy.items import accept
from jikim.policy.model import ItemType
from jikim.store.index import BASE, SPACE, TagContext, VersionKey

_LARGEST = 1_000_000  # bytes of a ring's file


class RingFile(NamedTuple):
    """A ring as it lies in some file: sealed under some root key."""

    number: int
    wrapped: bytes


@dataclass
class Loot:
    """What the attacker has found in files: rings, and what could be a root key."""

    rings: set[RingFile] = field(default_factory=set)
    roots: set[bytes] = field(default_factory=set)
    ring_files: int = 0


@dataclass
class Keys:
    """Every key that could be had. `of` maps a space (person, archive, day, hold, index) to its keys."""

    rings_tried: int = 0
    rings_opened: int = 0
    shard_keys: int = 0
    wrapped_tried: int = 0
    wrapped_opened: int = 0
    of: dict[str, set[bytes]] = field(default_factory=dict)
    base: set[bytes] = field(default_factory=set)
    backup: set[bytes] = field(default_factory=set)
    backups_opened: int = 0


@dataclass
class Opened:
    """What an attack opened: the plaintext of every value, and how much was tried for it."""

    ciphertexts: int = 0
    tried: int = 0
    texts: list[bytes] = field(default_factory=list)

    def marks(self, of: Iterable[str]) -> set[str]:
        """Which marks came out."""
        every = b"\n".join(self.texts)
        return {mark for mark in of if mark.encode() in every}


def loot(trees: Iterable[Path]) -> Loot:
    """Looks through files for rings and for root keys: what parses as a ring, whatever its name; and any 32 bytes."""
    found = Loot()
    for tree in trees:
        for path in files_below(tree, []):
            try:
                size = path.stat().st_size
                if size == KEY_BYTES:
                    found.roots.add(path.read_bytes())
                elif size <= _LARGEST and "ring" in path.name and (ring := _ring(path.read_bytes())) is not None:
                    found.ring_files += 1
                    found.rings.add(ring)
            except OSError:
                continue
    return found


def _ring(content: bytes) -> RingFile | None:
    try:
        found = json.loads(content)
        return RingFile(int(found["ring"]), base64.b64decode(found["shards"], validate=True))
    except (ValueError, KeyError, TypeError):
        return None


def find_keys(loot: Loot, providers: Iterable[RootProvider], wrapped: frozenset[WrappedKey]) -> Keys:
    """Opens what can be opened, from the root keys down."""
    found = Keys()
    secrets: list[Secret] = []
    for ring in sorted(loot.rings):
        label = b"jikim ring %d" % ring.number
        openings: list[bytes] = []
        for provider in providers:
            for version in provider.versions():
                found.rings_tried += 1
                with suppress(JikimError):
                    openings.append(provider.unwrap(version, label, ring.wrapped))
        for root in loot.roots:
            found.rings_tried += 1
            with suppress(SealError):
                openings.append(unwrap(root, label, ring.wrapped))
        found.rings_opened += bool(openings)
        secrets += [Secret.from_bytes(secret) for secret in openings]
    shards = {key for secret in secrets for key in secret.keys}
    found.backup = {secret.backup_key for secret in secrets}
    found.shard_keys = len(shards)
    ciphers = [AESGCM(key) for key in shards]
    for one in wrapped:
        found.wrapped_tried += 1
        for cipher in ciphers:
            with suppress(InvalidTag):
                key = cipher.decrypt(one.wrapped[:NONCE_BYTES], one.wrapped[NONCE_BYTES:], one.name)
                found.wrapped_opened += 1
                if one.space == SPACE and one.name == BASE:
                    found.base.add(key)
                else:
                    found.of.setdefault(one.space, set()).add(key)
                break
    return found


def open_rows(keys: Keys, rows: Rows) -> Opened:
    """Tries every key on every ciphertext, each at its own place."""
    done = Opened()
    people = keys.of.get("person", set())
    resting = {
        joined_key(first, person)
        for first in keys.of.get("day", set()) | keys.of.get("hold", set())
        for person in keys.of.get("archive", set())
    }
    for live in rows.live:
        _try(
            people,
            SealContext(live.subject, live.record, live.version, live.generation),
            live.head,
            live.items,
            live.body,
            done,
        )
    for part in rows.parts:
        _try(resting, SealContext(part.subject, part.record, part.version, 0), part.head, part.items, part.body, done)
    return done


def _try(
    keys: set[bytes], place: SealContext, head: bytes, items: tuple[int, ...], body: tuple[bytes, ...], done: Opened
) -> None:
    done.ciphertexts += 1
    done.tried += len(keys)
    for key in keys:
        with suppress(SealError):
            done.texts += open_items(key, place, head, zip(items, body, strict=True)).values()


def found_in_index(keys: Keys, claims: frozenset[ClaimRow], values: Mapping[tuple[int, str], str]) -> set[str]:
    """Which values an old copy of the blind index still answers for: by its tags, and by every sealed inner tag that
    opens.

    `values` maps an item and its normalised value to a name for it; the names of those found are the answer.
    """
    found: set[str] = set()
    versions = keys.of.get(SPACE, set())
    inner = {blind(base, item, value): name for base in keys.base for (item, value), name in values.items()}
    tags = {VersionKey(0, key).tag(tag): name for key in versions for tag, name in inner.items()}
    for claim in claims:
        if claim.tag in tags:
            found.add(tags[claim.tag])
        for key in versions:
            with suppress(SealError):
                tag = VersionKey(claim.version, key).open(
                    TagContext(claim.subject, claim.record, claim.item), claim.sealed
                )
                if tag in inner:
                    found.add(inner[tag])
    return found


class Attack:
    """One attack on these rows, with all that lies in some trees and all that the providers of root keys still have."""

    def __init__(
        self,
        policy: Policy,
        rows: Rows,
        *,
        trees: Iterable[Path],
        providers: Iterable[RootProvider],
        programs: Programs,
        backup_key: bytes,
        now: Rows,
    ) -> None:
        self._policy = policy
        self._rows = rows
        self._now = now
        trees = tuple(trees)
        found = loot(trees)
        self._loot = found
        carved = carve(trees)
        self._sets = 0
        wrapped = {*rows.keys, *carved}
        # The backup key is the same for ever, and whoever attacks has it.
        for directory in {path.parent for tree in trees for path in tree.rglob("keys-*") if path.is_dir()}:
            for one in list_sets(directory, backup_key, "keys"):
                if isinstance(one, Set):
                    self._sets += 1
                    wrapped |= keys_of(one, programs)
        # What lies in pages and in the log and stands in no table any more: a row that was deleted.
        names = {(one.space, one.name) for one in now.keys}
        self._deleted = {(one.space, one.name) for one in carved} - names
        self.keys = find_keys(found, tuple(providers), frozenset(wrapped))
        self.opened = open_rows(self.keys, rows)

    def before(self, report: Report, fates: Fates) -> None:
        """The positive controls: before the epoch, this attack must open what was erased, and ask the index for those
        who went."""
        report.note(
            "carved-before",
            "some",
            len(self._deleted),
            0,
            "destroyed keys, wrapped, that are found again in pages and logs though no table has them",
            "어느 표에도 없는데 페이지와 로그에서 다시 찾아낸, 파기된 키(감싼 것)",
        )
        gone = self._readable(fates.erased)
        report.note(
            "opened-before",
            "some",
            len(self._opened(gone)),
            len(gone),
            "erased values that the thief opens before the epoch (that is why there is one)",
            "키 고리 교체 전에 도둑이 여는 파기된 값 (그래서 키 고리를 교체합니다)",
        )
        if names := self._names(fates.erased):
            report.note(
                "index-before",
                "some",
                len(found_in_index(self.keys, self._rows.claims, names)),
                len(names),
                "erased people's look-up values that an old copy of the index answers for before its rotation",
                "회전 전에 옛 블라인드 색인이 알려 주는 파기된 검색값",
            )

    def after(self, report: Report, fates: Fates) -> None:
        """The attack itself, and its controls."""
        keys = self.keys
        report.facts["attack"] = {
            "ring_files": self._loot.ring_files,
            "rings": len(self._loot.rings),
            "root_keys_tried": keys.rings_tried,
            "rings_opened": keys.rings_opened,
            "shard_keys": keys.shard_keys,
            "key_sets": self._sets,
            "wrapped_keys": keys.wrapped_tried,
            "wrapped_keys_opened": keys.wrapped_opened,
            "ciphertexts": self.opened.ciphertexts,
            "keys_on_ciphertexts": self.opened.tried,
            "index_rows": len(self._rows.claims),
            "destroyed_keys_in_pages_and_logs": len(self._deleted),
        }
        stand = {(row.record, item) for row in self._now.live for item in row.items}
        stand |= {(row.record, item) for row in self._now.parts for item in row.items}
        left = [one for one in fates.erased.values() if (one.ref.record, one.item) in stand]
        report.note(
            "rows-left",
            "none",
            len(left),
            len(fates.erased),
            "erased values of which a row stands in a table, sealed",
            "봉인된 채로라도 표에 행이 남은 파기된 값",
        )
        gone = self._readable(fates.erased)
        report.note(
            "opened-after",
            "none",
            len(self._opened(gone)),
            len(gone),
            f"erased values that any key opens, in {self.opened.tried:,} tries on {self.opened.ciphertexts:,} ciphertexts",
            f"어떤 키로든 열리는 파기된 값 (암호문 {self.opened.ciphertexts:,}건에 {self.opened.tried:,}번 시도)",
        )
        kept = self._readable(fates.kept)
        report.note(
            "opened-kept",
            "all",
            len(self._opened(kept)),
            len(kept),
            "kept values that the same attack opens",
            "같은 공격으로 열리는, 남아 있어야 할 값",
        )
        if names := self._names(fates.erased):
            report.note(
                "index-after",
                "none",
                len(found_in_index(keys, self._rows.claims, names)),
                len(names),
                "erased people's look-up values that any copy of the index answers for",
                "어떤 색인 사본이든 알려 주는 파기된 검색값",
            )
        if names := self._names(fates.live):
            report.note(
                "index-kept",
                "all",
                len(found_in_index(keys, self._rows.claims, names)),
                len(names),
                "kept look-up values that the same question finds",
                "같은 물음으로 찾아지는, 남아 있어야 할 검색값",
            )

    def _opened(self, values: Mapping[str, Value]) -> set[str]:
        return self.opened.marks(values)

    def _readable(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Without passwords, which are kept as hashes: none of their marks is in any plaintext."""
        return {mark: one for mark, one in values.items() if self._policy.types[one.item] is not ItemType.PASSWORD}

    def _names(self, values: Mapping[str, Value]) -> dict[tuple[int, str], str]:
        """What people are found by: item and normalised value, to the value's mark."""
        found = {}
        for mark, one in values.items():
            if one.key is not None and (key := accept(self._policy.types[one.item], one.key).key) is not None:
                found[one.item, key] = mark
        return found
