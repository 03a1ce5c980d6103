"""The agent that holds an unsealed house's root key, as its callers see it.

`jikim unseal` starts it (`keeping` is its process) and `jikim seal` ends it. It listens on a socket in the ring's
directory that this user alone may open; both ends ask the kernel who the other is. A message is four bytes of length
and JSON: {"do": "unwrap", "version": "1", "label": base64, "bytes": base64}, answered by {"ok": …} or {"error": …,
"message": …, "hint": …, "ko": […, …]}.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import sleep as wait
from typing import Any

from jikim.clock import machine_seconds
from jikim.errors import JikimError, KeyGoneError, SealedError, SealError, StoreError
from jikim.keys.passphrase import PassphraseRoot

SOCKET = "agent.sock"
LOCK = "agent.lock"
LONGEST = 1 << 20
TIMEOUT = 10.0
_ERRORS = {error.__name__: error for error in (KeyGoneError, SealError, SealedError, StoreError)}
# A socket's address holds 108 bytes on Linux and 104 on macOS.
_ADDRESS = 100


def peer_uid(connection: socket.socket) -> int:
    """The user at the other end of a Unix socket, by the kernel's word (Linux: SO_PEERCRED, macOS: LOCAL_PEERCRED)."""
    if sys.platform == "linux":
        _pid, uid, _gid = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        return int(uid)
    # struct xucred: version, uid, …; SOL_LOCAL is 0, LOCAL_PEERCRED is 1.
    _version, uid = struct.unpack_from("2I", connection.getsockopt(0, 1, 76))
    return int(uid)


@contextmanager
def address(directory: Path) -> Iterator[str]:
    """A path of the directory's socket that is short enough to be one. Raises StoreError where there is none."""
    path = str(directory / SOCKET)
    if len(os.fsencode(path)) <= _ADDRESS:
        yield path
        return
    if sys.platform != "linux":
        raise StoreError(
            "the key ring's path is too long for a socket",
            hint="choose a shorter JIKIM_RING_DIR",
            ko=("키 고리의 경로가 소켓으로 쓰기에 너무 깁니다", "JIKIM_RING_DIR을 더 짧게 정해 주세요"),
        )
    folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{SOCKET}"
    finally:
        os.close(folder)


def send(connection: socket.socket, message: Mapping[str, Any]) -> None:
    """Sends one message."""
    content = json.dumps(message).encode()
    connection.sendall(struct.pack(">I", len(content)) + content)


def receive(connection: socket.socket) -> dict[str, Any]:
    """Receives one message. Raises ValueError for what is none, OSError for a broken connection."""
    (length,) = struct.unpack(">I", _exactly(connection, 4))
    if length > LONGEST:
        raise ValueError("too long")
    message = json.loads(_exactly(connection, length))
    if not isinstance(message, dict):
        raise ValueError("no message")
    return message


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        if not (part := connection.recv(count - len(parts))):
            raise ConnectionError("the other end went away")
        parts += part
    return bytes(parts)


def sealed() -> SealedError:
    """The error of a house that waits for its passphrase."""
    return SealedError(
        "this house is sealed: nobody has given the passphrase of its root key since it was started",
        hint="jikim unseal",
        ko=(
            "이 하우스는 봉인되어 있습니다. 시작한 뒤로 아무도 루트 키의 암호문구를 입력하지 않았습니다",
            "jikim unseal",
        ),
    )


def ask(directory: Path, do: str, **more: str) -> Any:
    """Asks the agent of a ring's directory. Raises SealedError where there is none, and the errors that it answers."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(TIMEOUT)
            with address(directory) as path:
                connection.connect(path)
            # INVARIANT: no secret goes to a socket that another user put there.
            if peer_uid(connection) != os.geteuid():
                raise StoreError(
                    "the agent's socket belongs to another user",
                    hint="run this as the user who ran `jikim unseal`",
                    ko=("에이전트의 소켓이 다른 사용자의 것입니다", "`jikim unseal`을 실행한 사용자로 실행해 주세요"),
                )
            send(connection, {"do": do, **more})
            answer = receive(connection)
    except (OSError, ValueError):
        raise sealed() from None
    if "ok" in answer:
        return answer["ok"]
    error: type[JikimError] = _ERRORS.get(str(answer.get("error")), StoreError)
    raise error(answer["message"], hint=answer["hint"], ko=(answer["ko"][0], answer["ko"][1]))


def end(directory: Path) -> bool:
    """Ends the agent of a directory and waits until its process is gone. Answers whether there was one."""
    try:
        ask(directory, "seal")
    except SealedError:
        return False
    lock = alone(directory, TIMEOUT)
    if lock is None:
        raise StoreError(
            "the agent does not end",
            hint="look for a process `jikim.keys.agent_process`, and end it",
            ko=("에이전트가 끝나지 않습니다", "`jikim.keys.agent_process` 프로세스를 찾아 종료해 주세요"),
        )
    os.close(lock)
    return True


def alone(directory: Path, seconds: float) -> int | None:
    """The lock that an agent has for as long as it lives; None where another one has it for all that time."""
    lock = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = machine_seconds() + seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if machine_seconds() >= until:
                os.close(lock)
                return None
            wait(0.05)


class AgentRoot:
    """The passphrase's provider through the agent: the same versions, and the passphrase is in no process but for a
    moment."""

    name = PassphraseRoot.name
    worth = PassphraseRoot.worth

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def new_version(self) -> str:
        return str(ask(self._directory, "new_version"))

    def versions(self) -> list[str]:
        return [str(version) for version in ask(self._directory, "versions")]

    def wrap(self, version: str, label: bytes, secret: bytes) -> bytes:
        return self._with_bytes("wrap", version, label, secret)

    def unwrap(self, version: str, label: bytes, wrapped: bytes) -> bytes:
        return self._with_bytes("unwrap", version, label, wrapped)

    def _with_bytes(self, do: str, version: str, label: bytes, content: bytes) -> bytes:
        encoded = {"label": base64.b64encode(label).decode(), "bytes": base64.b64encode(content).decode()}
        return base64.b64decode(ask(self._directory, do, version=version, **encoded))

    def destroy_version(self, version: str) -> None:
        ask(self._directory, "destroy_version", version=version)

    def destroyed_on(self, version: str) -> datetime | None:
        stamp = ask(self._directory, "destroyed_on", version=version)
        return None if stamp is None else datetime.fromisoformat(stamp)


def forget(directory: Path) -> None:
    """Removes the socket that a killed agent left."""
    with suppress(FileNotFoundError):
        (directory / SOCKET).unlink()
