"""`jikim backup`: encrypted sets of the databases, made, listed, read back and read out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.options import Directory, Json, PolicyPath, language, words
from jikim.errors import StoreError

if TYPE_CHECKING:
    from jikim.app import Jikim
    from jikim.backup.sets import Set
    from jikim.jobs.backup import Made
    from jikim.settings import Settings

SetPath = Annotated[
    Path,
    about(
        "The set's directory, or its name in JIKIM_BACKUP_DIR.",
        "세트의 디렉터리, 또는 JIKIM_BACKUP_DIR에 있는 세트 이름",
        name="SET",
    ),
]


@in_korean(
    """live, archive, ledger의 암호화 백업 세트를 만들고, 다시 읽어 확인하고, 오래된 것을 삭제합니다.

    JIKIM_KEYS_BACKUP_DIR이 설정되어 있으면 키 백업 세트도 만듭니다. 암호화되지 않은 내용은 디스크에 남지 않고, 다시
    읽어 확인한 것만 백업으로 인정합니다. 매일 실행하거나 --if-due로 원하는 만큼 자주 실행해 주세요. 도중에 중단해도
    문제가 없습니다. 세트를 몇 개 남길지는 JIKIM_BACKUP_KEEP이 정합니다. 키 고리가 없으면 어떤 세트도 열 수
    없습니다.
    """
)
def backup(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    to: Annotated[
        Path | None,
        about(
            "Where sets go; else JIKIM_BACKUP_DIR (with --keys: JIKIM_KEYS_BACKUP_DIR).",
            "백업 세트를 둘 디렉터리. 없으면 JIKIM_BACKUP_DIR(--keys이면 JIKIM_KEYS_BACKUP_DIR)",
            metavar="DIR",
        ),
    ] = None,
    keys: Annotated[
        bool,
        about(
            "The keys alone, apart from everything else; every older set of theirs goes.",
            "키만 따로 백업하고, 이전의 키 백업 세트는 모두 삭제",
        ),
    ] = False,
    base: Annotated[
        bool,
        about(
            "The servers' files, where the keys have a server of their own.",
            "키 서버가 따로 있을 때 DB 서버의 파일 전체를 백업",
        ),
    ] = False,
    prune: Annotated[
        bool, about("Remove what is not kept, and make nothing.", "새로 만들지 않고 보관하지 않을 세트만 삭제")
    ] = False,
    if_due: Annotated[
        bool,
        about(
            "Only when the policy's safeguards want one; say when the next is due.",
            "방침의 안전조치에 따라 필요할 때만 실행하고, 다음 예정일을 출력",
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Make an encrypted set of live, archive and ledger, read it back, and remove old ones.

    Where JIKIM_KEYS_BACKUP_DIR is set, a set of the keys follows. Nothing lies on a disk in the clear, and nothing
    counts that was not read back. Run it daily, with --if-due as often as you like: killing it does no harm.
    JIKIM_BACKUP_KEEP says how many sets stay. Without the key ring, no set opens any more.
    """
    if sum((keys, base, prune)) > 1:
        raise UsageError(
            "--keys, --base and --prune exclude each other",
            hint="give one of them",
            ko=("--keys, --base, --prune은 함께 쓸 수 없습니다", "하나만 적어 주세요"),
        )
    with house.opened(policy, directory) as jk:
        due = jk.backups.due() if if_due else None
        if due is not None and due > jk.now():
            return _not_due(jk, due.astimezone(jk.policy.zone).isoformat(timespec="minutes"), json)
        made: list[Made] = []
        with terminal.waiting() as at:
            told = telling(at)
            if keys:
                made.append(jk.backups.keys(to, told=told))
            elif base:
                made.append(jk.backups.base(to, told=told))
            elif prune:
                made.append(jk.backups.prune(to))
            else:
                made += jk.backups.both(to, told=told)
        following = jk.backups.due()
        zone = jk.policy.zone
    if json:
        following_text = following.astimezone(zone).isoformat() if following else None
        terminal.document({"runs": [one.as_json() for one in made], "due": following_text})
        return DONE
    for one in made:
        for text in _lines(one):
            terminal.line(text)
    if if_due and following is not None:
        terminal.line(_next(following.astimezone(zone).isoformat(timespec="minutes")))
    return DONE


def _not_due(jk: Jikim, due: str, json: bool) -> int:
    if json:
        terminal.document({"runs": [], "due": due})
    else:
        terminal.line(_next(due))
    return DONE


def _next(due: str) -> str:
    return words(f"the next is due {due}", f"다음 예정: {due}")


def _lines(made: Made) -> Iterator[str]:
    if made.set is not None:
        yield f"{made.set.path}: {amount(made.set.size)}, {words('read back', '다시 읽어 확인함')}"
    if made.damaged:
        yield words(
            f"{made.damaged} keys are damaged in the key store itself: bring them back from an older backup of the keys",
            f"키 DB 자체에 손상된 키가 {made.damaged}개 있습니다. 이전 키 백업에서 되돌려 주세요",
        )
    for name in made.pruned:
        yield f"{name}: {words('removed', '삭제함')}"
    if made.set is None and not made.pruned:
        yield words("nothing to remove", "삭제할 것이 없습니다")


@in_korean(
    """디렉터리에 있는 데이터, 키, 서버 파일의 백업 세트를 나열합니다.

    이 키 고리의 것이 아니거나 변경된 세트는 알리고 1로 끝납니다. 키 고리가 필요하고 DB는 필요 없습니다.
    """
)
def listed(
    *,
    directory: Directory = None,
    to: Annotated[
        Path | None,
        about(
            "Where the sets are; else JIKIM_BACKUP_DIR.",
            "백업 세트가 있는 디렉터리. 없으면 JIKIM_BACKUP_DIR",
            name="--from",
            metavar="DIR",
        ),
    ] = None,
    json: Json = False,
) -> int:
    """List the sets of a directory: of the data, of the keys, of servers' files.

    A set that does not belong to this key ring, or that was changed, is told and exits 1. Needs the key ring, and no
    database.
    """
    from jikim.backup.sets import PREFIX, Set, list_sets

    settings, key = _opened(directory)
    places = [to] if to is not None else [one for one in (settings.backups, settings.keys_backups) if one is not None]
    if not places:
        raise UsageError(
            "no directory is named for backups",
            hint="use --from, or set JIKIM_BACKUP_DIR",
            ko=("백업 디렉터리를 알 수 없습니다", "--from을 적거나 JIKIM_BACKUP_DIR을 설정해 주세요"),
        )
    found = [one for place in places for what in PREFIX for one in list_sets(place, key, what)]
    if json:
        terminal.document({"sets": [one.as_json() for one in found]})
    else:
        for one in found:
            if isinstance(one, Set):
                terminal.line(f"{one.path.name}  {one.begun.isoformat(timespec='minutes')}  {amount(one.size)}")
            else:
                terminal.line(f"{one.path.name}  {one.error.spoken(language(None)).message}")
        if not found:
            terminal.line(words("no sets", "백업 세트가 없습니다"))
    return DONE if all(isinstance(one, Set) for one in found) else FAILED


@in_korean(
    """백업 세트를 다시 읽어 확인합니다: 모든 파일의 모든 바이트와 모든 표의 모든 행.

    키 고리가 필요하고 DB는 필요 없습니다. 쓴 그대로가 아닌 것이 있으면 1로 끝납니다.
    """
)
def verify(set_: SetPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """Read a set back: every byte of every file, and every row of every table.

    Needs the key ring, and no database. Exits 1 where something is not as it was written.
    """
    from jikim.backup import read_back
    from jikim.backup.programs import find_programs

    found = _set(set_, directory)
    with terminal.waiting() as at:
        read_back.verify(found, find_programs(), telling(at))
    rows = {name: sum(file.rows.values()) for name, file in found.files.items()}
    if json:
        terminal.document({**found.as_json(), "rows": rows})
    else:
        terminal.line(f"{found.path.name}: {words('whole', '온전함')}, {amount(found.size)}")
        for name, number in sorted(rows.items()):
            counted = words(f": {number} rows", f": {number}행") if name.endswith(".dump") else ""
            terminal.line(f"  {name}{counted}")
    return DONE


@in_korean(
    """백업 세트의 파일 하나를 PostgreSQL이 만든 그대로 표준 출력에 씁니다. 파이프로 pg_restore나 tar에 넘겨 주세요.

    손으로 되돌린 DB에는 그 뒤에 파기하거나 철회한 것도 들어 있습니다. `jikim restore`는 누가 열기 전에 이를
    바로잡으며, 애플리케이션은 키 고리보다 오래된 DB를 열지 않습니다.
    """
)
def read(
    set_: SetPath,
    file: Annotated[
        str,
        about(
            "A file of it: live.dump, live@2.dump, archive.dump, ledger.dump, files.tar, keys.dump or live.tar.",
            "세트의 파일: live.dump, live@2.dump, archive.dump, ledger.dump, files.tar, keys.dump 또는 live.tar",
            name="FILE",
        ),
    ],
    /,
    *,
    directory: Directory = None,
) -> None:
    """Write one file of a set to stdout as PostgreSQL made it, for pg_restore or tar at the other end of a pipe.

    A database that is put back by hand has what was destroyed or withdrawn since; `jikim restore` puts that right
    before anyone opens it, and an application refuses to open a database that is older than its key ring.
    """
    from jikim.backup import sets

    found = _set(set_, directory)
    if sys.stdout.isatty():
        raise UsageError(
            "this is no text for a terminal",
            hint="send it through a pipe: … | pg_restore --list",
            ko=("터미널에 출력할 수 있는 내용이 아닙니다", "파이프로 보내 주세요: … | pg_restore --list"),
        )
    sets.check_file(found, file) if file in found.files else None
    sys.stdout.flush()
    for piece in sets.read(found, file):
        sys.stdout.buffer.write(piece)


def _opened(directory: Path | None) -> tuple[Settings, bytes]:
    """The settings and the ring's backup key. Makes no ring where there is none."""
    from jikim.keys.ring import open_ring
    from jikim.keys.root_choice import roots
    from jikim.settings import Settings

    settings = Settings.from_environment(directory)
    first, *copies = settings.ring_directories
    if not first.is_dir():
        raise StoreError(
            f"there is no key ring in `{first}`",
            hint="name its place with --dir, JIKIM_DIR or JIKIM_RING_DIR",
            ko=(f"`{first}`에 키 고리가 없습니다", "--dir, JIKIM_DIR 또는 JIKIM_RING_DIR로 위치를 알려 주세요"),
        )
    return settings, open_ring(first, *copies, roots=roots(settings)).backup_key


def _set(path: Path, directory: Path | None) -> Set:
    from jikim.backup.sets import open_set

    settings, key = _opened(directory)
    places = (Path(), *(one for one in (settings.backups, settings.keys_backups) if one is not None))
    found = next((place / path for place in places if (place / path).is_dir()), None)
    if found is None:
        raise UsageError(
            f"there is no set `{path}`",
            hint="`jikim backup list` says which there are",
            ko=(f"`{path}` 백업 세트가 없습니다", "`jikim backup list`로 목록을 확인해 주세요"),
        )
    return open_set(found, key)


def amount(size: float) -> str:
    """Bytes as people read them: `81.9 kB`."""
    for unit in (words("bytes", "바이트"), "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.1f} {unit}" if unit.endswith("B") else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def telling(at: Callable[[str], None]) -> Callable[[str, int], None]:
    """Tells a line of progress what is being done, and how far it is."""
    return lambda what, size: at(f"{_doing(what)} {amount(size)}")


def _doing(what: str) -> str:
    """`live: read back`, in the language of the run."""
    name, _, doing = what.partition(": ")
    return f"{name}: {words(doing, _DOING.get(doing, doing))}" if doing else name


_DOING = {"read back": "다시 읽음", "put back": "복원"}
