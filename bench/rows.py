"""The rows, by name."""

from __future__ import annotations

from collections.abc import Callable

from bench.archive import due_day
from bench.at_rest import bytes_at_rest
from bench.attached import attached
from bench.backup import backup
from bench.decisions import decisions
from bench.epoch import epoch
from bench.fides import fides
from bench.flood import flooded
from bench.gdprbench.running import gdprbench
from bench.growth import growth
from bench.http import http
from bench.importing import importing
from bench.index import reindex
from bench.ledger import ledger
from bench.memory import memory
from bench.mine import mine
from bench.moving import moving
from bench.observed import observed
from bench.over import over
from bench.peers import peers
from bench.people import cold_start, erasure, show
from bench.records import bulk_collect, collect, private, use
from bench.recovery import recovery
from bench.servers import servers
from bench.servers_moving import servers_moving
from bench.soak import soak
from bench.stage import Figure, Stage
from bench.window import window

ROWS: dict[str, Callable[[Stage], list[Figure]]] = {
    "decide": decisions,
    "collect": collect,
    "use": use,
    "private": private,
    "bulk": bulk_collect,
    "show": show,
    "mine": mine,
    "erase": erasure,
    "due-day": due_day,
    "over": over,
    "epoch": epoch,
    "index": reindex,
    "bytes": bytes_at_rest,
    "ledger": ledger,
    "window": window,
    "start": cold_start,
    "backup": backup,
    "http": http,
    "recovery": recovery,
    "flood": flooded,
    "memory": memory,
    "import": importing,
    "moving": moving,
    "observed": observed,
    "attached": attached,
    "gdprbench": gdprbench,
    "peers": peers,
    "fides": fides,
}

# Each a run of its own, with a file of figures of its own where it has one.
APART: dict[str, Callable[[Stage], list[Figure]]] = {
    "growth": growth,
    "servers": servers,
    "servers-moving": servers_moving,
    "soak": soak,
}
