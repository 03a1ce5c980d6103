"""`make bench`: the in-process rows of the design's figures, each with its baseline in the same run.

Every row runs ours and the baseline in alternating rounds on the same server and prints the median of the rounds. A
whole run writes `docs/performance.json`, of which `docs/performance.md` and its picture are made. `--json FILE` writes
elsewhere; `--quick` makes the sizes small; names as arguments choose rows; when one fails the others still run, and the page
says which did. `--add` puts rows that are run by themselves into the last whole run's, and the page says that, too. `growth`,
`servers`, `servers-moving` and `soak` are runs of their own, each with a file of its own there.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docs.made import written
from rich.console import Console
from rich.table import Table

from bench.machine import described
from bench.rows import APART, ROWS
from bench.stage import Stage

DOCS = Path(__file__).parents[1] / "docs"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"which rows: {', '.join((*ROWS, *APART))}")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs, proves nothing")
    parser.add_argument(
        "--minutes", type=float, default=2.0, help="how long `memory` and `soak` ask: 2; an hour's figure takes 60"
    )
    parser.add_argument(
        "--published", type=Path, help="a folder of real policies, each with its facts beside it, for the row `import`"
    )
    parser.add_argument("--add", action="store_true", help="add these rows to the last whole run's")
    parser.add_argument("--json", type=Path, help="write the figures as JSON too")
    arguments = parser.parse_args()
    rows = ROWS | APART
    unknown = set(arguments.rows) - set(rows)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    console = Console()
    table = Table(title=f"Jikim, in process: {platform.machine()}, Python {platform.python_version()}")
    for column in ("what", "ours", "baseline", "ratio", "at least", ""):
        table.add_column(column, overflow="fold")
    figures: list[dict[str, object]] = []
    failed = []
    with (
        tempfile.TemporaryDirectory() as directory,
        Stage(
            Path(directory), quick=arguments.quick, minutes=arguments.minutes, published=arguments.published
        ) as stage,
    ):
        machine = described(stage)
        for name in arguments.rows or ROWS:
            try:
                with console.status(f"{name} …"):
                    found = rows[name](stage)
            except Exception:
                console.print_exception()
                failed.append(name)
                continue
            for figure in found:
                figures.append({"row": name, **figure.as_json()})
                table.add_row(*figure.cells())
                console.print(f"  {figure.what}: {figure.cells()[1]} (baseline {figure.cells()[2]})")
    console.print(table)
    if arguments.quick:
        console.print("quick: small sizes, no figure to quote")
    alone = arguments.rows[0] if len(arguments.rows) == 1 and arguments.rows[0] in APART else None
    whole = DOCS / f"{alone or 'performance'}.json" if alone or arguments.add or not arguments.rows else None
    into = arguments.json or (whole if not arguments.quick else None)
    if into is not None and not (alone and failed):
        day = datetime.now(UTC).date().isoformat()
        told = {
            "day": day,
            "quick": arguments.quick,
            "machine": machine,
            "figures": figures,
            "failed": failed,
            "apart": [],
        }
        if arguments.add:
            told = _added(json.loads(into.read_text(encoding="utf-8")), figures)
        into.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        if into == whole:
            console.print("\n".join(f"wrote {path}" for path in written()))
    if failed:
        console.print(f"failed: {', '.join(failed)}")
    return bool(failed)


def _added(told: dict[str, Any], figures: list[dict[str, object]]) -> dict[str, Any]:
    """A whole run's figures with those of rows that were run by themselves, in the rows' order."""
    rows = {str(figure["row"]) for figure in figures}
    every = [*(one for one in told["figures"] if one["row"] not in rows), *figures]
    return {
        **told,
        "figures": sorted(every, key=lambda one: list(ROWS).index(one["row"])),
        "failed": [row for row in told.get("failed", []) if row not in rows],
        "apart": sorted({*told.get("apart", []), *rows}),
    }


if __name__ == "__main__":
    sys.exit(main())
