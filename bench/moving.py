"""Moving in: invented people, each with an order and its address, from CSV files, by an approved import; and how much memory
that takes. The whole is 800,000 within half an hour (`BENCH_PEOPLE=800000 python -m bench moving`); a run of the bench takes fewer."""

from __future__ import annotations

import csv
import os
import time
from pathlib import Path

from bench.house import employed
from bench.serving import megabytes
from bench.stage import Figure, Stage, admin_of
from jikim.app import Jikim
from jikim.attach.mapping import read
from jikim.moves.importing import MoveTally, bring_in
from jikim.moves.mapping import TableMap, tables_of
from jikim.moves.register import ask_move, digest_of
from jikim.moves.sources import source_of
from jikim.settings import Settings

MAPPING = b"""people: public.customer
tables:
  public.customer:
    record: membership
    person: id
    items: {login: login_id, hash: password, name: name, email: email, hp: mobile}
    via: homepage
    collected: made
    old_enough: yes
  public.purchase:
    record: order
    key: id
    person: customer
    items: {name: name, tel: phone, zip: address.postcode, addr: address.line1, lines: lines}
    via: homepage
    collected: made
    events: {paid: paid}
    old_enough: yes
"""
HASH = "pbkdf2_sha256$100$abcdefgh$HY5HrGumWlJDKY5XgB/QJqEKT7bcqHXV0KFm+C3At1c="
GOAL = 2 * 800_000 / 1_800  # rows a second: 800,000 people and as many orders within half an hour


def _dump(directory: Path, people: int) -> Path:
    directory.mkdir()
    with (
        (directory / "customer.csv").open("w", newline="") as customers,
        (directory / "purchase.csv").open("w", newline="") as orders,
    ):
        person, order = csv.writer(customers), csv.writer(orders)
        person.writerow(["id", "login", "hash", "name", "email", "hp", "made"])
        order.writerow(["id", "customer", "name", "tel", "zip", "addr", "lines", "made", "paid"])
        lines = '[{"product": "remoteview-1y", "quantity": 1}]'
        for n in range(1, people + 1):
            hp = f"010-0{n % 1000:03}-{n // 1000 % 10000:04}"
            person.writerow(
                [n, f"reader{n}", HASH, "김가상", f"reader{n}@example.com", hp, "2010-03-02T10:00:00+09:00"]
            )
            order.writerow(
                [
                    n,
                    n,
                    "김가상",
                    "02-555-0101",
                    "04524",
                    f"서울특별시 없는구 없는로 {n % 900 + 1}",
                    lines,
                    "2012-12-01 09:30:00",
                    "2012-12-02",
                ]
            )
    return directory


def _tables(jk: Jikim) -> tuple[TableMap, ...]:
    written, wrong = read(MAPPING, "mapping.yaml")
    assert written is not None, wrong
    tables, found = tables_of(written, jk.policy)
    assert not found, found
    return tables


def moving(stage: Stage) -> list[Figure]:
    """Rows a second, and by how much this process grew from the first tenth of the rows to the last."""
    people = int(os.environ.get("BENCH_PEOPLE", 0)) or stage.size(20_000, 500)
    dump, memory = _dump(stage.directory / "dump", people), list[float]()
    with Jikim(stage.file, Settings(stage.directory / "moving")) as jk:
        actor = employed(jk)
        do = jk.by(actor).do
        number = do(ask_move, "import", digest_of("import", MAPPING), "invented people", reason="bench")
        with admin_of(jk) as admin:
            # Approved by another officer, whom this house has not.
            admin.execute("UPDATE live.house_case SET state = 'running' WHERE id = %s", (number,))
            admin.execute("INSERT INTO live.moving VALUES (%s, 'import', 'running')", (number,))

        def told(table: str, tally: MoveTally) -> None:
            memory.append(megabytes(os.getpid()))

        begun, here = time.perf_counter(), time.process_time()
        tally = bring_in(do, number, source_of(str(dump)), _tables(jk), None, told)
        took, mine = time.perf_counter() - begun, time.process_time() - here
    rows = sum(tally.taken.values())
    assert rows == 2 * people, tally
    grown = memory[-1] - memory[len(memory) // 10]
    return [
        Figure(
            f"move in {people:,} people with an order each", rows / took, "rows/s", goal=f"≥ {GOAL:,.0f}: 800,000 in half an hour",
            met=rows / took >= GOAL, limits=f"{mine / rows * 1e6:,.0f} µs a row in Python of {took / rows * 1e6:,.0f} µs",
        ),
        Figure("memory that grows meanwhile", grown, "MiB", goal="≤ 50", met=grown <= 50),
    ]  # fmt: skip
