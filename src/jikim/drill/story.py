"""The drill's story, step by step: planted, stolen, erased, turned, attacked, restored, searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from jikim.app import Jikim, read_policy
from jikim.app.restoring import restore
from jikim.backup import sets
from jikim.clock import machine_seconds
from jikim.db.moving import Move, moving
from jikim.db.spread import HOUSE, RANGES
from jikim.drill import asked, guess, theft, upload
from jikim.drill.access import Access
from jikim.drill.account import Account, Fates, Group, Planted
from jikim.drill.attack import Attack
from jikim.drill.disk import NOT_KEPT, Disk
from jikim.drill.ground import DrillDatabases, Ground, OwnGround, ServerGround
from jikim.drill.markers import Stem
from jikim.drill.plant import OFFICER, SECOND, Planting
from jikim.drill.report import Report, ReportLine
from jikim.drill.rows import Rows, read_rows
from jikim.drill.search import Search
from jikim.errors import JikimError, StoppedError
from jikim.handlers.papers import add_paper
from jikim.policy.ask import Actor
from jikim.policy.period import start_of

PEOPLE = 40
LEAST = 8
LEASE = 1.0  # seconds: the drill's house forgets opened keys so soon, and its epoch waits no longer
SHARES: tuple[tuple[Group, float], ...] = (("expires", 0.25), ("leaves", 0.35), ("withdraws", 0.15), ("stays", 0.25))
_HOUSE, _RESTORED = ReportLine("the house", "운영 시스템"), ReportLine("the restored house", "복원한 시스템")
_STEPS = (
    ReportLine(
        "Invented people come in, and each of their texts is marked",
        "가상의 사람들이 들어오고, 모든 글에 표식을 넣습니다",
    ),
    ReportLine(
        "Everything is backed up, and then stolen, but for the root key",
        "모두 백업한 다음, 루트 키만 빼고 모두 도둑맞습니다",
    ),
    ReportLine("People leave, periods end, consents are taken back", "탈퇴하고, 기간이 끝나고, 동의를 거둡니다"),
    ReportLine(
        "Before the epoch, what was stolen is attacked: now it must open",
        "키 고리 교체 전에 훔친 것을 공격합니다. 이때는 열려야 합니다",
    ),
    ReportLine("The index gets a new key, and the epoch turns", "색인의 키를 바꾸고 키 고리를 교체합니다"),
    ReportLine("The oldest backup is restored into an empty house", "가장 오래된 백업을 빈 시스템에 복원합니다"),
    ReportLine("The same attack again, with every key that exists now", "지금 있는 모든 키로 다시 공격합니다"),
    ReportLine("Every byte that was left behind is searched", "남은 것을 한 바이트도 빠짐없이 뒤집니다"),
)
Told = Callable[[ReportLine], None]


class Drill:
    """One drill. Each step may be called once, in the order of `steps`."""

    def __init__(
        self,
        policy: Path,
        home: Path,
        stack: ExitStack,
        *,
        people: int = PEOPLE,
        server: str | None = None,
        further: Sequence[str] = (),
        seed: int | None = None,
        told: Told = lambda _: None,
        keep: bool = False,
        disk: Disk | ReportLine = NOT_KEPT,
    ) -> None:
        self.report = Report()
        self._disk = disk
        self.home = home
        self._file = read_policy(policy)
        self._stack = stack
        self._people = people
        self._told = told
        # The seed says who brings what; marks are drawn anew each time, so that a trace of an earlier drill is never
        # taken for one of this.
        self._rng = Random(seed)  # noqa: S311 - invented people, not secrets
        self.ground: Ground = (
            OwnGround(home, stack, keep=keep) if server is None else ServerGround(server, home, stack, further)
        )
        self.account = Account()
        self.stem, self.control = Stem.new(), Stem.new()
        self.search = Search(home, self.stem, self.control)
        self._guesses: dict[bytes, str] = {}
        self._hashes: frozenset[bytes] = frozenset()
        self.rows: list[Rows] = []
        self.fates: Fates
        self.place: DrillDatabases
        self.restored: DrillDatabases
        self.jk: Jikim
        self.planting: Planting
        self.stolen: theft.Stolen
        self._begun = machine_seconds()
        self.report.facts |= {"policy": str(policy), "server": self.ground.told._asdict(), "lease_seconds": LEASE}

    @property
    def steps(self) -> tuple[tuple[ReportLine, Callable[[], None]], ...]:
        """What is told before each step, and the step."""
        acts = (
            self.plant,
            self.steal,
            self.erase,
            self.attack_before,
            self.turn,
            self.restore,
            self.attack_after,
            self.look,
        )
        return tuple(zip(_STEPS, acts, strict=True))

    def run(self) -> None:
        """All steps, then what they took."""
        for line, step in self.steps:
            self._told(line)
            step()
        self.report.facts["seconds"] = round(machine_seconds() - self._begun, 1)

    # ---- planted

    def plant(self) -> None:
        home = self.home / "house"
        self.place = self.ground.house(
            "house",
            ring=home / "ring",
            ring_copies=(home / "ring-copy",),
            backups=home / "backups",
            keys_backups=home / "keys-backups",
            lease=LEASE,
        )
        start = start_of(self._file.version.effective, ZoneInfo(self._file.service.time_zone)) + timedelta(hours=9)
        self.jk = jk = self._stack.enter_context(Jikim(self._file, self.place.settings, "drill", start))
        jk.enter_handler(OFFICER, name="가나다", kind="officer")
        jk.enter_handler(SECOND, name="라마바")
        for handler in (OFFICER, SECOND):
            own = Actor("handler", handler)
            jk.do(add_paper, handler, "pledge", day=jk.house.today(), text="a drill", place="a drill", actor=own)
        self.grant()
        self.planting = Planting(jk, self.account, self.stem, self._rng)
        counts = {group: max(2, round(share * self._people)) for group, share in SHARES}
        self.planting.bring("expires", counts["expires"])
        # Sealed under keys that the first sweep destroys: an older copy of the database would hold these rows.
        self.rows.append(read_rows(self.place.admin))
        for someone in self.account.of("expires"):
            for planted in someone.planted:
                self.planting.end(planted)
        self.sweep()
        # On their last day everybody else comes in, so that the backup holds what rests and what lives.
        jk.move_clock(start_of(self._last_day(), jk.policy.zone) + timedelta(hours=9))
        self.grant()
        for group, _ in SHARES[1:]:
            self.planting.bring(group, counts[group])
        self.rows.append(read_rows(self.place.admin))
        for someone in self.account.of("stays"):
            for planted in someone.planted[1::2]:
                self.planting.end(planted)
        self.sweep()
        jk.sequence()
        self._told_of([one for someone in self.account.people for one in someone.planted])

    def _told_of(self, planted: list[Planted]) -> None:
        kinds = {one.way.rules.name for one in planted}
        self.report.facts |= {
            "people": len(self.account.people),
            "records": len(planted),
            "values": len(self.account.marks()),
            "record_kinds": sorted(kinds),
        }
        if missing := ", ".join(sorted(set(self.jk.policy.records) - kinds)):
            line = ReportLine(
                f"record kinds that nobody brought: {missing}", f"아무도 가져오지 않은 기록 종류: {missing}"
            )
            self.report.left_out.append(line)

    def _last_day(self) -> date:
        """The last day on which anything that rests now is kept; without an archive, some day after all."""
        days: list[date] = [due for _kind, due, _parts, _held in self.jk.counts("archive.counts")]
        return max([self.jk.house.today() + timedelta(days=40), *days])

    def grant(self) -> None:
        """The grants of the two who look, renewed whenever the clock moved: they last no longer than the policy lets
        them."""
        named = [*self.jk.policy.file.purposes, *self.jk.policy.file.archive.purposes]
        for one in (OFFICER, SECOND):
            self.jk.by(self.jk.acting("system", "drill")).grant(one, named)

    def sweep(self) -> None:
        """A sweep; where it would destroy more than it may alone, the officer approves."""
        try:
            self.jk.sweep()
        except StoppedError as stopped:
            if stopped.plan is None:
                raise
            self.jk.by(self.jk.handler(OFFICER, kind="officer")).approve(stopped.plan)
            self.jk.sweep()

    # ---- stolen

    def steal(self) -> None:
        self.oldest = self.jk.backups.make().set
        self.jk.backups.keys()
        self.stolen = theft.steal(self.place, self.ground, self.home / "thief")
        self.rows.append(self.stolen.rows)
        for someone in self.account.of("leaves"):
            self._guesses |= guess.leave_hashes(self.jk, someone.planted[0])
        self._hashes |= guess.stored(self.place.admin)
        self.report.facts["stolen_files"] = self.stolen.files

    # ---- erased

    def erase(self) -> None:
        self._move()
        for someone in self.account.of("leaves"):
            self.planting.leave(someone)
        for someone in self.account.of("withdraws"):
            self.planting.withdraw(someone)
        self.jk.move_clock(self.jk.now() + timedelta(days=1))
        self.grant()
        self.sweep()
        self.rows.append(read_rows(self.place.admin))
        # With a backup that holds the survivors as they are sealed now, the keys that waited for it go.
        self.jk.backups.make()
        self.jk.backups.keys()
        self.sweep()
        self.fates = self.account.fates(self.jk.policy, self.jk.now())
        fates = self.fates
        self.report.facts |= {
            "erased": len(fates.erased),
            "kept_live": len(fates.live),
            "kept_resting": len(fates.resting),
        }
        asked.erased(self.report, "house", _HOUSE, Access(self.jk, self.account, OFFICER, SECOND), self.account, fates)
        asked.kept(self.report, "house", _HOUSE, Access(self.jk, self.account, OFFICER, SECOND), self.account, fates)

    def _move(self) -> None:
        """Where people lie on several servers every second range goes to the next one, while nobody has the house open: what
        was stolen has its people where they were."""
        names = [HOUSE, *self.place.settings.people]
        if len(names) == 1:
            return
        self.jk.sequence()
        of, firsts = self.jk.driver.spread.of, [UUID(int=n << 120) for n in range(1, RANGES)]
        moves = [
            Move(first, until, of(first), names[names.index(of(first)) - 1])
            for first, until in list(pairwise(firsts))[::2]
        ]
        self.jk.close()
        with moving({name: self.place.admin[name] for name in names}) as mover:
            moved = sum(people for _, people in mover.moved(moves))
        self.jk = self.planting.jk = self._stack.enter_context(Jikim(self._file, self.place.settings, "drill"))
        self.report.facts["moved"] = moved

    # ---- attacked

    def attack_before(self) -> None:
        """With the ring and the root key that stand at this moment, what was stolen before opens: why there is an
        epoch."""
        attack = self._attack()
        attack.before(self.report, self.fates)
        said = self._confirmed(attack)
        self.report.note(
            "hashes-before",
            "some",
            said,
            len(self._guesses),
            "erased values that some hash confirms to who guesses them, before the epoch",
            "키 고리 교체 전에 해시가 확인해 주는 파기된 값",
        )
        asked.receipts(self.report, self.jk, self.account, turned=False)

    def turn(self) -> None:
        """What jikim's timers do: the blind index gets a new key, and the epoch turns."""
        self.jk.reindex()
        turned = self.jk.epoch(backup_keys=self.jk.backups.for_epoch())
        self.report.facts["epoch"] = {
            "ring": turned.ring,
            "names": turned.names,
            "shards": turned.shards,
            "rewrapped": turned.rewrapped,
        }

    def attack_after(self) -> None:
        attack = self._attack()
        attack.after(self.report, self.fates)
        self._hashes |= guess.stored(self.place.admin)
        self.report.note(
            "hashes-after",
            "none",
            self._confirmed(attack),
            len(self._guesses),
            f"erased values that any of {len(self._hashes):,} hashes confirms to who guesses them, kept answers among them",
            f"보관한 응답을 포함한 해시 {len(self._hashes):,}개 중 하나라도 확인해 주는 파기된 값",
        )
        asked.receipts(self.report, self.jk, self.account, turned=True)

    def _confirmed(self, attack: Attack) -> int:
        """How many erased values a dictionary confirms that holds them, under every key that the attack has."""
        keys = attack.keys.base.union(*attack.keys.of.values())
        erased = {message: mark for message, mark in self._guesses.items() if mark in self.fates.erased}
        return len(guess.confirmed(keys, self._hashes, erased))

    def _attack(self) -> Attack:
        """With everything that lies anywhere now, and every row that ever was seen."""
        now = read_rows(self.place.admin)
        self.rows.append(now)
        first, *others = self.rows
        ring = self.jk.house.keyring.ring
        # The server's pages and log of this moment are a thief's, too.
        self.place.checkpoint()
        return Attack(
            self.jk.policy,
            first.joined(*others),
            trees=(self.home, *self.ground.trees()),
            providers=(ring.files.roots.current,),
            programs=self.place.programs,
            backup_key=ring.backup_key,
            now=now,
        )

    # ---- restored

    def restore(self) -> None:
        """The oldest set of the data, with the newest of the keys, into an empty house that has a copy of the ring's
        directory."""
        home = self.home / "restored"
        self.restored = self.ground.house("restored", empty=True, ring=home / "ring", lease=LEASE)
        theft.copied(self.place.settings.ring_directory, home / "ring")
        assert self.place.settings.keys_backups is not None
        keys = sets.named(self.place.settings.keys_backups, "keys")[-1]
        assert self.oldest is not None
        done = restore(self._file, self.restored.settings, self.oldest.path, keys, owners=self.restored.admin)
        with Jikim(self._file, self.restored.settings, "drill") as jk:
            # The clock came back with the set: it goes on where the house's stands.
            jk.move_clock(self.jk.now())
            # The set's index is older than the last rotation, and nothing asks it any more: it is made anew from the
            # records.
            jk.reindex()
            access = Access(jk, self.account, OFFICER, SECOND)
            fates = self.fates
            asked.erased(self.report, "restored", _RESTORED, access, self.account, fates)
            stays = {someone.person.subject for someone in self.account.of("stays")}
            here = Fates(
                {},
                {mark: one for mark, one in fates.live.items() if one.ref.subject in stays},
                {mark: one for mark, one in fates.resting.items() if one.ref.subject in stays},
            )
            asked.kept(self.report, "restored", _RESTORED, access, self.account, here)
        self.report.facts["restored"] = {"set": self.oldest.path.name, **done.replayed.as_json()}
        self.rows.append(read_rows(self.restored.admin))

    # ---- searched

    def look(self) -> None:
        """Every byte of every file, and of every backup opened; the controls are laid first."""
        self.search.plant_controls(self.place)
        self.look_again()
        self._look_at_blocks()

    def _look_at_blocks(self) -> None:
        """Every block of the drill's own disk: uploads that were sent, files that were removed."""
        if not isinstance(self._disk, Disk):
            self.report.left_out.append(self._disk)
            return
        mark = self.stem.mark()
        try:
            lines = upload.send(self.jk, self._file, self.place.settings, mark)
        except JikimError as error:
            lines = 0
            self.report.left_out.append(ReportLine(f"uploads: {error.message}", f"파일 올리기: {error.message}"))
        self.report.facts["uploaded_lines"] = lines
        self.search.blocks(self.report, self._disk, [mark, *self.account.marks()])

    def look_again(self) -> None:
        self.search.everything(
            self.report,
            self.account.marks(),
            self.fates,
            self.ground,
            (self.place, self.restored),
            self.stolen.rows,
            self.jk.house.keyring.ring.backup_key,
        )
