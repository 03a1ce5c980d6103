"""The reference of the SDK: every public method is in it, and its examples run, one after the other, in one house."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from docs.made.sdk import EXAMPLES, KINDS, public
from tests.api.conftest import Served
from tests.conftest import Cast
from tests.employed import lasting, long_alone
from tests.publishing.revision import written

import jikim

MAPPING = """\
people: public.customer
backups: 30d
tables:
  public.customer:
    {record: membership, held: attached, person: id, collected: made, items: {email: email}}
"""
NAMED = {name for examples in EXAMPLES.values() for name in examples}


def test_every_public_method_is_in_the_reference() -> None:
    """No public method of an opened house, of `by`, or of a client is without its words and its example."""
    every = {name for kind in KINDS.values() for name in public(kind)}
    # What an instance holds, and not its class: said where it is made.
    assert NAMED - {"file"} == every - {"file"}


def test_the_examples_run(
    served: Served, jk: jikim.Jikim, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each example of the reference does what it says, in the order of the page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "attached.yaml").write_text(MAPPING, encoding="utf-8")
    lasting(jk, "omar")
    long_alone(jk, "omar")
    today = jk.now().astimezone(jk.policy.zone).date()
    assert isinstance(today, date)
    written(tmp_path, today, today + timedelta(days=30), name="policy-2.yaml")
    monkeypatch.setattr(jk.house.keyring, "lease", 0.0)
    remote = jikim.connect(served.url, served.key(may=("people", "evidence"))[1])
    told = {
        "jikim": jikim, "jk": jk, "alice": cast.alice, "order": cast.alice_order, "membership": cast.alice_membership,
        "hana": cast.hana, "omar": cast.omar, "remote": remote, "here": served.member()[0],
    }  # fmt: skip
    raised = []
    for examples in EXAMPLES.values():
        for name, example in examples.items():
            try:
                exec(compile(example, f"<{name}>", "exec"), told)
            except Exception as error:
                raised.append(f"{name}: {error!r}")
    assert raised == []
    assert told["label"] is not None
    assert told["report"]
