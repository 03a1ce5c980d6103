"""Where an embedded server's data, binaries and socket lie, when it is not simply in its directory.

Guarantees that whoever the server runs as reaches all three, and that nothing outside our own directories is changed.
Imported by the keeper, so the standard library alone.

    pg.path       the directory that holds the data, if another one does      (one line: /var/lib/jikim/5c0e…-91ab32fd)
    socket.path   the directory made for the socket, if `run` will not do     (one line: /tmp/jikim-k2x0a4)
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from jikim.db.runas import Identity, PlaceError

PORT = 5432
SOCKET_PATH_LIMIT = 107 if sys.platform == "linux" else 103


def data_home(directory: Path) -> Path:
    """The directory that holds `pg`: this one, or the one that its pointer file names."""
    return _read_path(directory / "pg.path") or directory


def settle_data(directory: Path, identity: Identity, var: Path) -> Path:
    """The directory that holds `pg`, reached by this identity. Raises PlaceError.

    Where it cannot reach a new directory, the data goes to a directory of its own under `var`, and a pointer says so.
    """
    home = data_home(directory)
    data = home / "pg"
    if not data.exists():
        return home if home != directory or identity.can(home, os.X_OK) else _elsewhere(directory, identity, var)
    if data.stat().st_uid != identity.owner:
        raise PlaceError(
            f"`{data}` belongs to another user",
            "run as the user who made it",
            ko=(f"`{data}` 디렉터리가 다른 사용자의 것입니다", "만든 사용자로 실행해 주세요"),
        )
    if not identity.can(data, os.R_OK | os.W_OK | os.X_OK):
        raise PlaceError(
            f"`{data}` cannot be reached by `{identity.name}`, whom PostgreSQL runs as",
            "start where user namespaces are allowed, or move the directory to where this user reaches it",
            ko=(
                f"PostgreSQL을 실행하는 `{identity.name}` 사용자가 `{data}` 디렉터리에 접근할 수 없습니다",
                "사용자 네임스페이스가 허용된 곳에서 시작하거나, 그 사용자가 접근할 수 있는 곳으로 디렉터리를 옮겨 주세요",
            ),
        )
    return home


def settle_binaries(bin_dir: Path, version: str, wheel: bool, identity: Identity, var: Path) -> Path:
    """These binaries, or a copy of the wheel's where this identity cannot reach them. Raises PlaceError."""
    if identity.can(bin_dir / "postgres", os.X_OK):
        return bin_dir
    if not wheel:
        raise PlaceError(
            f"`{bin_dir}` cannot be reached by `{identity.name}`, whom PostgreSQL runs as",
            "name binaries that every user can run, such as /usr/lib/postgresql/18/bin",
            ko=(
                f"PostgreSQL을 실행하는 `{identity.name}` 사용자가 `{bin_dir}` 디렉터리에 접근할 수 없습니다",
                "/usr/lib/postgresql/18/bin처럼 모든 사용자가 실행할 수 있는 프로그램의 위치를 적어 주세요",
            ),
        )
    # The wheel's libraries lie beside its package and are found by their place relative to the binaries.
    install, package = bin_dir.parent, bin_dir.parent.parent
    copy = var / f"pg-{version}"
    if not copy.exists():
        _make_var(var)
        draft = Path(tempfile.mkdtemp(prefix=copy.name + ".", dir=var))
        shutil.copytree(install, draft / package.name / install.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            draft.rename(copy)
        except OSError:  # another keeper was faster
            shutil.rmtree(draft)
    return copy / package.name / install.name / "bin"


def settle_socket(directory: Path, home: Path, identity: Identity) -> Path:
    """A private directory whose path is short enough for a socket: `run`, or a temporary one. Raises PlaceError."""
    own = home / "run"
    own.mkdir(exist_ok=True)
    identity.own(own)
    if _takes_sockets(own):
        forget_socket(directory, identity)
        return own
    record = directory / "socket.path"
    kept = _read_path(record)
    if kept is not None and _is_private(kept, identity.owner) and _takes_sockets(kept):
        return kept
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 - mkdtemp makes a private one inside
        if os.path.isdir(place) and identity.can(place, os.X_OK):
            made = Path(tempfile.mkdtemp(prefix="jikim-", dir=place))
            identity.own(made)
            if _takes_sockets(made):
                write(record, os.fsencode(made) + b"\n")
                return made
            made.rmdir()
    raise PlaceError(
        "no directory has a path short enough for a socket",
        "set TMPDIR to a short one, such as /tmp",
        ko=("소켓을 둘 만큼 경로가 짧은 디렉터리가 없습니다", "TMPDIR을 /tmp처럼 짧은 경로로 설정해 주세요"),
    )


def forget_socket(directory: Path, identity: Identity) -> None:
    """Removes the temporary directory that was made for the socket, if one was."""
    record = directory / "socket.path"
    kept = _read_path(record)
    if kept is None:
        return
    if _is_private(kept, identity.owner):
        remove_socket(kept)
        kept.rmdir()
    record.unlink()


def remove_socket(directory: Path) -> None:
    """Removes what a dead server left in its socket's directory."""
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (directory / name).unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Writes a small file, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    draft.rename(path)


def _read_path(file: Path) -> Path | None:
    try:
        return Path(os.fsdecode(file.read_bytes().removesuffix(b"\n")))
    except FileNotFoundError:
        return None


def _elsewhere(directory: Path, identity: Identity, var: Path) -> Path:
    # The random part keeps the data of a removed directory from coming back in a new one of the same name.
    path = os.fsencode(directory)
    home = var / f"{hashlib.sha256(path).hexdigest()[:12]}-{secrets.token_hex(4)}"
    _make_var(var)
    home.mkdir()
    (home / "directory").write_bytes(path + b"\n")
    identity.own(home)
    write(directory / "pg.path", os.fsencode(home) + b"\n")
    return home


def _make_var(var: Path) -> None:
    if not var.exists():
        var.mkdir()
        var.chmod(0o755)


def _takes_sockets(directory: Path) -> bool:
    """Whether a socket can lie here: a short path, nothing that libpq would split it at, sockets supported."""
    name = os.fsencode(directory / f".s.PGSQL.{PORT}")
    if len(name) > SOCKET_PATH_LIMIT or any(byte < 32 or byte in b",\"'\\" for byte in name):
        return False
    probe = directory / ".probe"
    probe.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as trial:
        try:
            trial.bind(str(probe))
        except OSError:
            return False
    probe.unlink()
    return True


def _is_private(directory: Path, owner: int) -> bool:
    try:
        found = directory.lstat()
    except OSError:
        return False
    return found.st_mode == 0o40700 and found.st_uid == owner
