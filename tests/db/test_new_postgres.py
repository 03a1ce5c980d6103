"""A directory that another major version of PostgreSQL made is refused with the way on, which docs/how-to/upgrade.md
tells and this follows: where a system has such a version beside the wheel's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import ALICE, HOMEPAGE

import jikim
from jikim.cli import main
from jikim.db.embedded import find_binaries

OTHERS = [one for one in Path("/usr/lib/postgresql").glob("*/bin") if one.parent.name != str(find_binaries().major)]

if OTHERS:

    @pytest.mark.long
    def test_data_of_another_major_version_is_moved(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Backed up by the programs that made it and restored into a new directory, it is there."""
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("JIKIM_PG_BIN", raising=False)
        shutil.copy(HOMEPAGE, "policy.yaml")
        with monkeypatch.context() as then:
            then.setenv("JIKIM_PG_BIN", str(OTHERS[0]))
            with jikim.open("policy.yaml", "data") as jk:
                alice = jk.collect("membership", ALICE, channel="homepage", old_enough=True).ref
            assert main(["backup", "policy.yaml", "--dir", "data", "--to", "moving"]) == 0
            assert main(["backup", "policy.yaml", "--dir", "data", "--keys", "--to", "moving-keys"]) == 0
        with pytest.raises(jikim.JikimError, match="the data was made by PostgreSQL") as refused:
            jikim.open("policy.yaml", "data")
        assert "docs/how-to/upgrade.md" in str(refused.value.hint)
        Path("new").mkdir()
        shutil.copytree("data/ring", "new/ring")
        [sets], [keys] = [*Path("moving").glob("jikim-*")], [*Path("moving-keys").glob("keys-*")]
        capsys.readouterr()
        assert main(["restore", "policy.yaml", str(sets), "--keys", str(keys), "--dir", "new"]) == 0
        with jikim.open("policy.yaml", "new") as jk:
            assert jk.show(alice.subject).cards[0].values["name"] == ALICE["name"]
