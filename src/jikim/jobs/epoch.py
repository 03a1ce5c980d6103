"""The epoch: what was destroyed becomes irrecoverable, for someone who holds the disks, every backup and every key of
today, too.

A deleted row stays in the heap, the WAL and the backups; so the shard key that it was wrapped under must go. Ring N
becomes N+1:

1. begun      destroyed names without an epoch get this one; their shards are touched
2. root       a new root key version
3. ring       ring N+1, durable in every copy: fresh shard keys for the touched shards, the others carried over
4. turned     the store refuses whatever is wrapped under a touched shard's former key
5. rewrapped  the touched shards' survivors are wrapped anew; none is left
6. backup     the key store is backed up and verified, where that is configured: the older backups are useless from now
   on
7. waited     the lease is over under which processes cache keys
8. destroyed  the former root key version is destroyed, and each that nothing uses; older rings are removed from every
   copy
9. done       with the date from which nothing brings it back, by the word of who held the root key

INVARIANT: nothing of a touched shard's former key is ever wrapped under the new root key.

Each step is written down in the key store when it is done. Killed anywhere and run again it goes on there. One runs at
a time; other processes keep collecting, using and destroying meanwhile. What they destroy belongs to the next epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from jikim.clock import WallClock, machine_seconds, machine_wait
from jikim.db.driver import Driver, Steps
from jikim.db.steps import rows_of, value_of
from jikim.errors import ConflictError, StoreError
from jikim.jobs.daily import end_days
from jikim.jobs.epoch_due import Journal, last_epoch
from jikim.jobs.epoch_report import Turned, backup_word
from jikim.jobs.expire import Eraser
from jikim.keys.keyring import Q
from jikim.keys.root import RootProvider
from jikim.keys.shards import SHARDS
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.verbs.house import House

TURNER = Actor("system", "epoch", EVERY_PURPOSE)
EVIDENCE = ("ledger-month", "signing")  # spaces whose keys the eraser alone may wrap anew
PAGES = 128  # of the key table, some 8,000 keys: what one statement re-wraps


def epoch(
    driver: Driver,
    house: House,
    eraser: Eraser | None,
    *,
    backup_keys: Callable[[], bool] | None = None,
    give_up_damaged: bool = False,
) -> Turned:
    """Turns the ring, or brings an epoch that was cut off to its end. Takes at least the lease where something was
    destroyed.

    `eraser` wraps the keys of the ledger's evidence anew, which the application's role may not. `backup_keys` makes and
    verifies a backup of the key store. Raises ConflictError while another epoch is under way, StoreError for a copy of
    the ring that can't be written, a backup that is not verified, or a key that does not open (unless
    `give_up_damaged`).
    """
    if eraser is None:
        raise StoreError(
            "the keys of the ledger's months are wrapped anew by the eraser alone, and no eraser is set",
            hint="set JIKIM_KEYS_ERASER_DSN and JIKIM_LEDGER_ERASER_DSN where jobs run: docs/how-to/own-postgres.md",
            ko=(
                "원장의 월별 키는 삭제 계정만 다시 감쌀 수 있는데, 삭제 계정이 설정되지 않았습니다",
                "작업을 실행하는 곳에 JIKIM_KEYS_ERASER_DSN과 JIKIM_LEDGER_ERASER_DSN을 설정해 주세요: docs/how-to/own-postgres.md",
            ),
        )
    with _alone(driver, house):
        # Before the lease that is waited out begins: nobody who holds the running day's key has it longer.
        driver.run(end_days(house, running=True))
        return _Run(driver, house, eraser, backup_keys, give_up_damaged).to_the_end()


@contextmanager
def _alone(driver: Driver, house: House) -> Iterator[None]:
    """One epoch at a time: on this machine by a file's lock, over all machines by the database's."""
    with house.keyring.ring.files.alone() as here, driver.held(Q["epoch.alone"], Q["epoch.over"]) as everywhere:
        if not (here and everywhere):
            raise ConflictError(
                "an epoch is under way",
                hint="it takes seconds and a lease: try again in a minute",
                ko=("키 고리를 이미 교체하고 있습니다", "몇 초와 임대 시간이 걸립니다. 1분 뒤에 다시 시도해 주세요"),
            )
        yield


class _Run:
    """One process's way through an epoch."""

    def __init__(
        self,
        driver: Driver,
        house: House,
        eraser: Eraser,
        backup_keys: Callable[[], bool] | None,
        give_up_damaged: bool,
    ) -> None:
        self._driver = driver
        self._house = house
        self._keyring = house.keyring
        self._eraser = eraser
        self._backup_keys = backup_keys
        self._give_up_damaged = give_up_damaged
        self._damaged = 0
        self._runner = uuid4()
        self._since = machine_seconds()

    def to_the_end(self) -> Turned:
        # Copies that lack the ring are healed before anything else.
        ring = self._keyring.reload()
        told = ring.told
        self._journal = self._begin()
        resumed = self._journal.step != "begun"
        acts = {
            "begun": self._root,
            "root": self._ring,
            "ring": self._turn,
            "turned": self._rewrap,
            "rewrapped": self._backup,
            "backup": self._wait,
            "waited": self._destroy,
            "destroyed": self._done,
        }
        while self._journal.step != "done":
            acts[self._journal.step]()
            self._journal = self._look()
        self._keyring.reload()
        journal = self._journal
        assert journal.done is not None
        assert journal.irrecoverable is not None
        return Turned(
            journal.ring, journal.names, len(journal.shards), journal.rewrapped, self._damaged, journal.backup, journal.begun,
            journal.done, journal.irrecoverable, self._former().worth, resumed, told,
        )  # fmt: skip

    # ---- what every step needs

    @contextmanager
    def _act(self, step: str) -> Iterator[None]:
        """An act on files or at a provider, which goes through the driver's hook as every statement does."""
        if self._driver.hook is not None:
            self._driver.hook(step, "before")
        yield
        if self._driver.hook is not None:
            self._driver.hook(step, "after")

    def _entry(self, event: str, **more: str | int) -> Steps[tuple[Any, ...]]:
        policy = self._house.policy
        return (yield from self._house.entry(event, policy, TURNER, None, policy.clause("irrecoverable"), **more))

    def _look(self) -> Journal:
        journal = self._driver.run(last_epoch())
        assert journal is not None
        if journal.runner != self._runner:
            raise ConflictError(
                "another process took this epoch over", ko=("다른 프로세스가 키 고리 교체를 이어받았습니다", "")
            )
        return journal

    def _written(self, done: bool) -> None:
        if not done:
            self._look()
            raise _stands("a step of the epoch could not be written down", "키 고리 교체의 단계를 기록하지 못했습니다")

    def _step(self, to: str, root: str | None = None, holder: str | None = None, backup: bool | None = None) -> None:
        journal = self._journal
        statement = value_of(
            Q["epoch.step"](
                ring=journal.ring,
                runner=self._runner,
                from_=journal.step,
                to=to,
                root=root,
                holder=holder,
                backup=backup,
            )
        )
        self._written(self._driver.run(statement))

    def _former(self) -> RootProvider:
        return self._keyring.ring.files.roots.of(self._journal.former_holder, self._journal.former)

    # ---- the steps

    def _begin(self) -> Journal:
        ring = self._keyring.ring

        def steps() -> Steps[Journal]:
            entry = yield from self._entry("epoch:begin", ring=ring.number + 1)
            [journal] = yield Q["epoch.begin"](
                ring=ring.number + 1, runner=self._runner, former=ring.root, holder=ring.provider, entry=entry
            )
            return Journal._make(journal)

        return self._driver.run(steps())

    def _root(self) -> None:
        provider = self._keyring.ring.files.roots.current
        with self._act("epoch.make_root"):
            version = provider.new_version()
        # Killed here, the version that nothing uses is destroyed with the former one.
        self._step("root", root=version, holder=provider.name)

    def _ring(self) -> None:
        journal, files = self._journal, self._keyring.ring.files
        assert journal.root is not None
        if journal.holder != files.roots.current.name:
            # The house was moved to another provider since: its version is made there.
            self._root()
            return
        standing = dict(self._driver.run(_shard_rings()))
        with self._act("epoch.lay_ring"):
            files.lay(
                journal.ring, journal.root, self._keyring.ring.next_secret(journal.ring, journal.shards, standing)
            )
        ring = self._keyring.reload()
        fresh = set(journal.shards)
        right = all(
            ring.made(shard) == (journal.ring if shard in fresh else standing.get(shard, 1)) for shard in range(SHARDS)
        )
        if ring.number != journal.ring or not right:
            raise StoreError(
                f"the ring directory holds another ring than the one that was made for epoch {journal.ring}",
                hint=f"remove `ring-{journal.ring}.json`, which nothing is wrapped under yet, from every copy; then try again",
                ko=(
                    f"키 고리 디렉터리에 교체 {journal.ring}번을 위해 만든 것이 아닌 다른 키 고리가 있습니다",
                    f"아직 아무것도 감싸지 않은 `ring-{journal.ring}.json` 파일을 모든 사본에서 지우고 다시 시도해 주세요",
                ),
            )
        self._step("ring")

    def _turn(self) -> None:
        def steps() -> Steps[bool]:
            journal = self._journal
            entry = yield from self._entry("epoch:turn", ring=journal.ring, shards=len(journal.shards))
            return bool((yield from value_of(Q["epoch.turn"](ring=journal.ring, runner=self._runner, entry=entry))))

        self._written(self._driver.run(steps()))

    def _rewrap(self) -> None:
        """Python wraps one page while PostgreSQL writes the one before it."""
        number = self._journal.ring
        with ExitStack() as opened, ThreadPoolExecutor(1) as beside:
            own: Driver | None = None
            while True:
                writing: list[Future[int | None]] = []
                extent = self._driver.run(value_of(Q["epoch.extent"]()))
                for page in range(0, extent if self._journal.shards else 0, PAGES):
                    batches = self._page(page)
                    if own is None and any(space in EVIDENCE for space, _names, _wrapped in batches):
                        own = opened.enter_context(self._eraser())
                    self._awaited(writing)
                    writing = []
                    for space, names, wrapped in batches:
                        keys: dict[str, Any] = {"from_": page, "to": page + PAGES, "space": space, "names": names}
                        keys |= {"wrapped": wrapped, "ring": number, "runner": self._runner}
                        evidence = own if space in EVIDENCE else None
                        of = Q["epoch.rewrap_evidence"](**keys) if evidence else Q["epoch.rewrap"](**keys)
                        writing.append(beside.submit((evidence or self._driver).run, value_of(of)))
                self._awaited(writing)
                if self._driver.run(value_of(Q["epoch.rewrapped"](ring=number, runner=self._runner))):
                    return
                self._look()

    def _page(self, page: int) -> list[tuple[str, list[bytes], list[bytes]]]:
        """Some pages' survivors, wrapped anew: for each space their names and keys."""
        number = self._journal.ring
        spaces: dict[str, list[tuple[bytes, int, int, bytes]]] = {}
        for space, *key in self._driver.run(rows_of(Q["epoch.page"](ring=number, from_=page, to=page + PAGES))):
            spaces.setdefault(space, []).append((key[0], key[1], key[2], key[3]))
        batches = []
        for space, keys in spaces.items():
            anew = self._keyring.ring.rewrap(number, keys)
            if lost := anew.count(None):
                self._damaged += lost
                if not self._give_up_damaged:
                    raise StoreError(
                        f"{lost} or more wrapped keys are damaged, and after this epoch no backup of them opens any more",
                        hint="bring them back from a backup of the keys, or give them up with --give-up-damaged; then try again",
                        ko=(
                            f"감싼 키 {lost}개 이상이 손상되었습니다. 키 고리를 교체하면 그 백업도 더는 열리지 않습니다",
                            "키 백업에서 되살리거나 --give-up-damaged로 포기한 다음 다시 시도해 주세요",
                        ),
                    )
            # A damaged one stays as it is, and opens as little as before.
            wrapped = [new or key[3] for new, key in zip(anew, keys, strict=True)]
            batches.append((space, [key[0] for key in keys], wrapped))
        return batches

    def _awaited(self, writing: list[Future[int | None]]) -> None:
        for written in writing:
            if written.result() is None:
                self._look()

    def _backup(self) -> None:
        if self._backup_keys is None:
            self._step("backup")
            return
        with self._act("epoch.backup"):
            verified = self._backup_keys()
        if not verified:
            raise _stands(
                "the backup of the keys was not verified, so the former root key is not destroyed",
                "키 백업을 검증하지 못해 이전 루트 키를 파기하지 않았습니다",
            )
        self._step("backup", backup=True)

    def _wait(self) -> None:
        if self._journal.names:
            with self._act("epoch.lease"):
                machine_wait(self._since + self._keyring.lease - machine_seconds())
        self._step("waited")

    def _destroy(self) -> None:
        journal, files = self._journal, self._keyring.ring.files
        former = self._former()
        # What a run that was killed made and nobody used goes too.
        others = [
            (root, version)
            for root in (files.roots.current, files.roots.former)
            if root is not None
            for version in root.versions()
            if version != journal.root or root.name != journal.holder
        ]
        # INVARIANT: a version that a later epoch made is never taken for unused: this epoch is still ours after they
        # were listed.
        self._look()
        with self._act("epoch.destroy_root"):
            former.destroy_version(journal.former)
            for root, version in others:
                root.destroy_version(version)
        with self._act("epoch.remove_rings"):
            files.remove_below(journal.ring)
        self._step("destroyed")

    def _done(self) -> None:
        journal = self._journal
        promised = self._former().destroyed_on(journal.former)
        if promised is None:
            raise _stands(
                "who holds the root key says that its former version still exists",
                "루트 키를 보관하는 곳에 이전 버전이 아직 남아 있습니다",
            )
        # The provider's delay is the machine's time; dates are the policy's.
        now = self._house.now()
        irrecoverable = now + max(promised - WallClock().now(), timedelta(0))

        def steps() -> Steps[bool]:
            entry = yield from self._entry(
                "epoch:end",
                ring=journal.ring,
                names=journal.names,
                irrecoverable=irrecoverable.isoformat(),
                backup=backup_word(journal.backup),
            )
            return bool(
                (
                    yield from value_of(
                        Q["epoch.done"](
                            ring=journal.ring, runner=self._runner, irrecoverable=irrecoverable, entry=entry
                        )
                    )
                )
            )

        self._written(self._driver.run(steps()))


def _shard_rings() -> Steps[list[tuple[int, int]]]:
    rows = yield Q["epoch.shard_rings"]()
    return [(shard, ring) for shard, ring in rows]


def _stands(message: str, ko: str) -> StoreError:
    """An epoch that is run again once somebody saw to it."""
    return StoreError(
        message,
        hint="see to it, then try again: the epoch goes on where it was",
        ko=(ko, "확인하고 다시 시도해 주세요. 키 고리 교체는 멈춘 곳부터 이어서 합니다"),
    )
