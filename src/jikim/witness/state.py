"""A witness' key and what it cosigned last, each in one file.

The key is one line as signed-note's tools write it, `PRIVATE+KEY+name+hex of the key id+base64 of (0x04 ‖ seed)`,
readable by its owner alone. The state is `witness.json` in the state directory:

    {"jikim-witness": 1, "key": "witness.example/w1+…", "logs": {"shop.example/jikim": {"size": 20852163, "root":
    "47DE…", "note": "…"}}}

INVARIANT: the state is on disk before its cosignature leaves, and one process at a time has it. A key whose state is
lost is refused, since a witness without its memory would cosign a second history.
"""

from __future__ import annotations

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jikim.errors import JikimError
from jikim.particles import eun
from jikim.proof.checkpoint import Checkpoint, Note
from jikim.proof.cosignature import Cosigner, WitnessKey
from jikim.proof.merkle import ProofError

STATE = "witness.json"


def read_key(path: Path) -> Cosigner:
    """The witness' key from its file. Raises JikimError where it can't be read or is none."""
    try:
        head, key, name, key_id, text = path.read_text(encoding="utf-8").strip().split("+", 4)
        data = b64decode(text, validate=True)
        if (head, key) != ("PRIVATE", "KEY") or data[:1] != WitnessKey.KIND:
            raise ValueError("another form")
        cosigner = Cosigner(name, data[1:])
        if cosigner.verifier.key_id.hex() != key_id:
            raise ValueError("another key's id")
    except OSError as error:
        raise JikimError(
            f"`{path}` can't be read: {(error.strerror or 'unknown error').lower()}",
            ko=(f"`{path}` 파일을 읽을 수 없습니다: {(error.strerror or '알 수 없음').lower()}", ""),
        ) from None
    except (ValueError, ProofError):
        raise JikimError(
            f"`{path}` is not a witness' key",
            hint="put back the file that was made at the first start",
            ko=(f"{eun(f'`{path}`')} 증인의 키가 아닙니다", "처음 시작할 때 만든 파일을 되돌려 주세요"),
        ) from None
    return cosigner


def make_key(path: Path, name: str) -> Cosigner:
    """Makes a key and its file. Raises JikimError where a file is there already, or the name can't be a key's."""
    seed = os.urandom(32)
    try:
        cosigner = Cosigner(name, seed)
    except ProofError as error:
        raise JikimError(
            error.message,
            hint="name it like `witness.example/w1`",
            ko=("증인의 이름으로 쓸 수 없습니다", "`witness.example/w1`처럼 적어 주세요"),
        ) from None
    line = f"PRIVATE+KEY+{name}+{cosigner.verifier.key_id.hex()}+{b64encode(WitnessKey.KIND + seed).decode()}\n"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        _sync(path.parent)
    except OSError as error:
        raise JikimError(
            f"`{path}` can't be written: {(error.strerror or 'unknown error').lower()}",
            ko=(f"`{path}` 파일에 쓸 수 없습니다: {(error.strerror or '알 수 없음').lower()}", ""),
        ) from None
    return cosigner


class State:
    """What was cosigned last of each log. Open it once; it is locked until it is closed."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / STATE
        self.latest: dict[str, Checkpoint] = {}
        self._notes: dict[str, str] = {}
        self.key: str | None = None
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(directory / "witness.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise JikimError(
                f"`{directory}` can't be used: {(error.strerror or 'unknown error').lower()}",
                ko=(f"`{directory}` 디렉터리를 쓸 수 없습니다: {(error.strerror or '알 수 없음').lower()}", ""),
            ) from None
        try:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise JikimError(
                    f"another witness runs on `{directory}`",
                    hint="one at a time: stop it, or name another directory",
                    ko=(
                        f"`{directory}`에서 다른 증인이 실행 중입니다",
                        "한 번에 하나만 실행합니다. 그것을 멈추거나 다른 디렉터리를 적어 주세요",
                    ),
                ) from None
            self._read()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        os.close(self._lock)

    def _read(self) -> None:
        try:
            content: dict[str, Any] = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return
        except (OSError, ValueError):
            content = {}
        try:
            if content["jikim-witness"] != 1:
                raise ValueError("another format")
            for origin, log in content["logs"].items():
                self.latest[origin] = Checkpoint(origin, int(log["size"]), b64decode(log["root"], validate=True))
                self._notes[origin] = str(log["note"])
            self.key = str(content["key"])
        except (KeyError, ValueError, TypeError, AttributeError, ProofError):
            raise JikimError(
                f"`{self._path}` is damaged",
                hint="put it back, or begin anew with a new key",
                ko=(f"`{self._path}` 파일이 손상되었습니다", "되돌리거나 새 키로 새로 시작해 주세요"),
            ) from None

    def begin(self, key: str) -> None:
        """Binds the state to a key, before the key is used."""
        self.key = key
        self._write()

    def advance(self, checkpoint: Checkpoint, note: str) -> None:
        """Records what is about to be cosigned; on disk when it returns. Raises JikimError where it can't be."""
        before = dict(self.latest), dict(self._notes)
        self.latest[checkpoint.origin] = checkpoint
        self._notes[checkpoint.origin] = str(Note.parse(note))
        try:
            self._write()
        except BaseException:
            # INVARIANT: what is not on disk is not in memory either.
            self.latest, self._notes = before
            raise

    def _write(self) -> None:
        logs: Mapping[str, Any] = {
            origin: {"size": one.size, "root": b64encode(one.root).decode(), "note": self._notes[origin]}
            for origin, one in sorted(self.latest.items())
        }
        content = json.dumps({"jikim-witness": 1, "key": self.key, "logs": logs}, ensure_ascii=False, indent=1).encode()
        draft = self._path.with_suffix(".draft")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
            _sync(self._path.parent)
        except OSError as error:
            raise JikimError(
                f"`{self._path}` can't be written: {(error.strerror or 'unknown error').lower()}",
                ko=(f"`{self._path}` 파일에 쓸 수 없습니다: {(error.strerror or '알 수 없음').lower()}", ""),
            ) from None


def _sync(directory: Path) -> None:
    folder = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_witness(key: Path, directory: Path, name: str | None) -> tuple[Cosigner, State]:
    """The key and its state, both made at the first start. Raises JikimError where one is there without the other."""
    state = State(directory)
    try:
        if key.exists():
            cosigner = read_key(key)
            if state.key is None:
                raise JikimError(
                    f"the key `{key}` is there, and what it cosigned is not in `{directory}`",
                    hint="name the directory that belongs to it; if that is lost, begin anew with a new key, and hand that out",
                    ko=(
                        f"`{key}` 키는 있는데, 그 키로 공동 서명한 것이 `{directory}`에 없습니다",
                        "그 키의 디렉터리를 적어 주세요. 잃었으면 새 키로 새로 시작하고 그 키를 알려 주세요",
                    ),
                )
            if state.key != str(cosigner.verifier):
                raise JikimError(
                    f"`{directory}` is another key's state",
                    hint="name the directory that belongs to the key",
                    ko=(f"{eun(f'`{directory}`')} 다른 키의 상태입니다", "그 키의 디렉터리를 적어 주세요"),
                )
            return cosigner, state
        if state.latest:
            raise JikimError(
                f"there is no key at `{key}`, and `{directory}` is a used one's state",
                hint="put back the key",
                ko=(f"`{key}`에 키가 없고, {eun(f'`{directory}`')} 이미 쓰던 증인의 상태입니다", "키를 되돌려 주세요"),
            )
        if name is None:
            raise JikimError(
                "a new witness needs a name",
                hint="add --name witness.example/w1, a name that is yours alone",
                ko=("새 증인에는 이름이 필요합니다", "--name witness.example/w1처럼 혼자만 쓰는 이름을 적어 주세요"),
            )
        # The state first: a key is never there without it, and a state without cosignatures may get another key.
        state.begin("")
        cosigner = make_key(key, name)
        state.begin(str(cosigner.verifier))
    except BaseException:
        state.close()
        raise
    return cosigner, state
