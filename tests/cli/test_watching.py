"""`jikim check --watch`: each save is checked, of included files too, and Ctrl-C ends it with the last check's exit
status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.waiting import LOOK_SECONDS, PATIENCE, eventually

from jikim.cli import main
from jikim.cli.exits import UsageError
from jikim.cli.init import starter
from jikim.cli.watching import watch


def test_a_person_saves_and_is_told_each_time(tmp_path: Path) -> None:
    """A mistake in an included file, its mending, a new file for a `*`, and Ctrl-C: 0, for the last check found no
    error."""
    policy, items = tmp_path / "policy.yaml", tmp_path / "more" / "a.yaml"
    items.parent.mkdir()
    text = starter()
    start, end = text.index("\nitems:\n") + 1, text.index("\n# Never taken")
    items.write_text(text[start:end], encoding="utf-8")
    policy.write_text(
        (text[:start] + text[end:]).replace("jikim: 1\n", "jikim: 1\ninclude: [more/*.yaml]\n"), encoding="utf-8"
    )
    said: list[str] = []
    process = subprocess.Popen(
        [sys.executable, "-m", "jikim", "check", "policy.yaml", "--watch"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
        # Whoever runs the tests in the background may have them ignore Ctrl-C, and a child would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    stream = process.stdout
    reader = threading.Thread(target=lambda: said.extend(stream), daemon=True)
    reader.start()
    try:
        eventually(lambda: any("watching policy.yaml and 1 more" in line for line in said))
        assert not any(": error:" in line for line in said)
        good = items.read_text(encoding="utf-8")
        items.write_text(good.replace("type: address", "type: adress"), encoding="utf-8")
        eventually(lambda: any(": error:" in line for line in said))
        assert any(line.startswith("more/a.yaml:") and "error" in line for line in said)
        before = len(said)
        beside = items.with_name("a.new")
        beside.write_text(good, encoding="utf-8")
        beside.replace(items)  # as many editors save
        eventually(lambda: len(said) > before and any("watching" in line for line in said[before:]))
        assert not any(": error:" in line for line in said[before:])
        before = len(said)
        (tmp_path / "more" / "b.yaml").write_text("duties: {}\n", encoding="utf-8")
        eventually(lambda: any("and 2 more" in line for line in said[before:]))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        reader.join(PATIENCE)
        stream.close()


class Looks(threading.Event):
    """A pause that counts how often the files were looked at."""

    times = 0

    def wait(self, _seconds: float | None = None) -> bool:
        self.times += 1
        return super().wait(LOOK_SECONDS)

    def some_more(self) -> None:
        enough = self.times + 5
        eventually(lambda: self.times >= enough, "further looks")


def test_it_ends_with_what_the_last_check_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One check for each save and none between; a file that is gone for a moment is waited for."""
    path, pause, checks = tmp_path / "policy.yaml", Looks(), list[str]()
    path.write_text("one", encoding="utf-8")

    def once() -> tuple[int, tuple[str, ...]]:
        try:
            checks.append(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            checks.append("")
            raise UsageError("it is gone", ko=("없음", "")) from None
        return len(checks), (str(path),)

    ended: list[int] = []
    watcher = threading.Thread(target=lambda: ended.append(watch(path, once, "ko", pause=pause)))
    watcher.start()
    eventually(lambda: checks == ["one"])
    pause.some_more()
    assert checks == ["one"]
    path.write_text("two, longer", encoding="utf-8")
    eventually(lambda: len(checks) == 2)
    path.unlink()
    eventually(lambda: checks[-1] == "")
    path.write_text("four", encoding="utf-8")
    eventually(lambda: checks[-1] == "four")
    pause.some_more()
    pause.set()
    watcher.join(PATIENCE)
    assert ended == [len(checks)]
    assert "Ctrl-C를 누르면 끝납니다" in capsys.readouterr().out


def test_a_document_is_one_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` answers with one document, and a watch has no end."""
    assert main(["check", str(tmp_path / "x.yaml"), "--watch", "--json"]) == 2
    assert "don't go together" in capsys.readouterr().err
