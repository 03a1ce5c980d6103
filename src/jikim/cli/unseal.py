"""`jikim unseal` and `jikim seal`: the passphrase of the root key is given once, and taken back."""

from __future__ import annotations

import getpass
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import Directory, words
from jikim.errors import JikimError, SealedError, StoreError
from jikim.particles import eul

if TYPE_CHECKING:
    from jikim.settings import Settings

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@in_korean(
    """루트 키의 암호문구를 입력하여 하우스를 엽니다.

    터미널에서 묻거나 표준 입력에서 한 줄을 읽습니다(--change이면 이전 것과 새 것 두 줄). 그 뒤로는 이 사용자의 작은
    프로세스가 암호문구에서 만든 키를 메모리에만 가지고 있다가, `jikim seal`을 실행하거나 --for로 정한 시간이
    지나거나 프로세스가 끝나면 다시 봉인합니다. JIKIM_ROOT=passphrase이고 JIKIM_PASSPHRASE_FILE이 없는 하우스에
    사용합니다.
    """
)
def unseal(
    *,
    directory: Directory = None,
    new: Annotated[
        bool,
        about(
            "Set the first passphrase of a house that has no key ring yet.",
            "아직 키 고리가 없는 하우스의 첫 암호문구를 설정",
        ),
    ] = False,
    change: Annotated[
        bool, about("Change the passphrase, then unseal with the new one.", "암호문구를 바꾸고 새 암호문구로 해제")
    ] = False,
    lasting: Annotated[
        str | None,
        about(
            "Seal again after this time: 30m, 8h, 2d.",
            "이 시간이 지나면 다시 봉인: 30m, 8h, 2d",
            name="--for",
            metavar="TIME",
        ),
    ] = None,
) -> None:
    """Give the passphrase of the root key, and open the house.

    Asks on the terminal, or reads a line of standard input (with --change two: the old one, the new one). A small
    process of this user then holds what was derived from it, in memory alone, until `jikim seal`, the time given with
    --for, or its end: whatever ends it, the house is sealed again. For houses with JIKIM_ROOT=passphrase and no
    JIKIM_PASSPHRASE_FILE.
    """
    from jikim.keys import agent, agent_process
    from jikim.keys.memory import forbid_core_dumps
    from jikim.keys.passphrase import Passphrase, PassphraseRoot, sealed_versions

    forbid_core_dumps()
    if new and change:
        raise UsageError(
            "`--new` and `--change` exclude each other",
            hint="a first passphrase can't be changed",
            ko=("`--new`와 `--change`는 함께 쓸 수 없습니다", "첫 암호문구는 바꿀 수 없습니다"),
        )
    seconds = _seconds(lasting) if lasting is not None else None
    settings = _settings(directory)
    place = settings.ring_directory
    made = bool(sealed_versions(settings.ring_directories))
    if new and (made or (settings.root_before is None and list(place.glob("ring*.json")))):
        raise JikimError(
            "there is a key ring already",
            hint="leave --new out, or use --change; one that moves from another provider says so in JIKIM_ROOT_BEFORE",
            ko=(
                "키 고리가 이미 있습니다",
                "--new를 빼거나 --change를 적어 주세요. 다른 곳에서 옮기는 하우스이면 JIKIM_ROOT_BEFORE를 설정해 주세요",
            ),
        )
    if not new and not made:
        raise StoreError(
            f"there is no root key under a passphrase in `{place}`",
            hint="name the directory with --dir, JIKIM_DIR or JIKIM_RING_DIR; a new house gets its passphrase with --new",
            ko=(
                f"`{place}`에 암호문구로 봉인한 루트 키가 없습니다",
                "--dir, JIKIM_DIR 또는 JIKIM_RING_DIR로 디렉터리를 알려 주세요. 새 하우스의 암호문구는 --new로 설정합니다",
            ),
        )
    if new:
        known = Passphrase(_chosen())
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    else:
        known = Passphrase(_asked(words("passphrase", "암호문구")))
    root = PassphraseRoot(known, *settings.ring_directories)
    derivation = root.unlocked()
    if change:
        known = Passphrase(_chosen())
        root.reseal(known)
        root = PassphraseRoot(known, *settings.ring_directories)
        derivation = root.unlocked()
    agent.end(place)
    agent_process.start(settings.ring_directories, derivation, known.key(derivation), seconds=seconds)
    until = "" if lasting is None else f" for {lasting}"
    terminal.line(words(f"unsealed{until}", f"봉인을 해제했습니다{'' if lasting is None else f' ({lasting} 동안)'}"))


@in_korean(
    """암호문구를 거두어, `jikim unseal`을 실행할 때까지 하우스를 봉인합니다.

    이미 실행 중인 프로세스는 키 고리를 메모리에 가지고 있으므로 함께 종료해 주세요.
    """
)
def seal(*, directory: Directory = None) -> None:
    """Forget the passphrase: the house stays closed until `jikim unseal`.

    What runs already keeps the key ring in its memory; end it too.
    """
    from jikim.keys import agent
    from jikim.settings import Settings

    ended = agent.end(Settings.from_environment(directory).ring_directory)
    terminal.line(words("sealed", "봉인했습니다") if ended else words("sealed already", "이미 봉인되어 있습니다"))


def _settings(directory: Path | None) -> Settings:
    from jikim.settings import Settings

    settings = Settings.from_environment(directory)
    if "passphrase" not in (settings.root, settings.root_before):
        raise JikimError(
            "the root key is under no passphrase",
            hint="set JIKIM_ROOT=passphrase",
            ko=("루트 키가 암호문구로 봉인되어 있지 않습니다", "JIKIM_ROOT=passphrase로 설정해 주세요"),
        )
    return settings


def _seconds(text: str) -> float:
    found = re.fullmatch(r"([1-9][0-9]{0,5})([smhd])", text)
    if found is None:
        raise UsageError(
            f"`--for` can't be `{text}`",
            hint="it is a time such as 30m, 8h or 2d",
            ko=(f"`--for`에 {eul(f'`{text}`')} 쓸 수 없습니다", "30m, 8h, 2d처럼 적어 주세요"),
        )
    return float(int(found[1]) * _UNITS[found[2]])


def _asked(what: str) -> str:
    """A passphrase from the terminal, which does not show it, or the next line of standard input."""
    from jikim.keys.secret_file import one_line

    if sys.stdin is not None and sys.stdin.isatty():
        try:
            return one_line(getpass.getpass(f"{what}: ").encode(), "passphrase")
        except EOFError:
            raise StoreError(
                "no passphrase was given",
                hint="type it, then Enter",
                ko=("암호문구를 입력하지 않았습니다", "입력하고 Enter를 눌러 주세요"),
            ) from None
    return one_line(sys.stdin.buffer.readline() if sys.stdin is not None else b"", "passphrase")


def _chosen() -> str:
    """A new passphrase: long enough, and on a terminal the same one twice."""
    from jikim.keys.passphrase import new_passphrase

    first = new_passphrase(_asked(words("new passphrase", "새 암호문구")))
    if sys.stdin.isatty() and _asked(words("new passphrase again", "새 암호문구 다시 입력")) != first:
        raise SealedError(
            "the two passphrases differ",
            hint="nothing was changed; try again",
            ko=("두 암호문구가 다릅니다", "바뀐 것은 없습니다. 다시 시도해 주세요"),
        )
    return first
