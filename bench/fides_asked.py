"""Runs in an environment that has Fides, and never in ours: sets up its database, tells it of two tables, and answers
each line of its input, `access EMAIL` or `erasure EMAIL`, with the seconds that it took and what Fides found or changed.
Its version is its first answer, when it is ready.

Fides' own code runs both (the tasks of its graph, each committed), one after the other in this process: no worker, no
queue, no approval, no package of files. Where it is lies in its own variables (`FIDES__…`); the arguments are the database
that it is asked about, and the file descriptor of the answers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from fides.api.db.database import migrate_db
from fides.api.db.seed import load_default_dsr_policies, load_default_organization, load_default_taxonomy
from fides.api.graph.graph import DatasetGraph
from fides.api.models.connectionconfig import ConnectionConfig
from fides.api.models.datasetconfig import DatasetConfig
from fides.api.models.policy import Policy
from fides.api.models.privacy_request import PrivacyRequest
from fides.api.schemas.redis_cache import Identity
from fides.api.task.create_request_tasks import run_access_request, run_erasure_request
from fides.common.session_management import get_autoclose_db_session
from fides.config import CONFIG

NAME, RECORDS = "shop", "shop:record"


def _field(name: str, category: str, **more: object) -> dict[str, object]:
    return {"name": name, "data_categories": [category], "fides_meta": more}


def _tables() -> dict[str, object]:
    """A person is found by their address, and their records by the person's number."""
    number = {"data_type": "integer", "primary_key": True}
    whose = {"dataset": NAME, "field": "person.id", "direction": "from"}
    person = [
        _field("id", "system", **number),
        _field("email", "user.contact.email", data_type="string", identity="email"),
    ]
    record = [
        _field("id", "system", **number),
        _field("person", "system", data_type="integer", references=[whose]),
        _field("data", "user.content", data_type="string"),
    ]
    return {
        "fides_key": NAME,
        "organization_fides_key": "default_organization",
        "name": NAME,
        "collections": [{"name": "person", "fields": person}, {"name": "record", "fields": record}],
    }


def _told(db: Any, data: str) -> Any:
    """Fides' own first rows, policies among them, and the tables as its graph."""
    load_default_organization(db)
    load_default_taxonomy(db)
    load_default_dsr_policies(db)
    given = {"key": NAME, "name": NAME, "connection_type": "postgres", "access": "write"}
    connection = ConnectionConfig.create(db=db, data={**given, "secrets": {"host": "localhost", "url": data}})
    known = {"connection_config_id": connection.id, "fides_key": NAME, "dataset": _tables()}
    return DatasetGraph(DatasetConfig.create_or_update(db=db, data=known).get_graph())


def _asked(db: Any, graph: Any, what: str, email: str) -> tuple[float, object]:
    """One request, from being entered to its end: the data found, or how many rows were changed."""
    begun = time.perf_counter()
    policy = Policy.get_by(db, field="key", value=f"default_{what}_policy")
    entered = {"requested_at": datetime.now(UTC), "status": "in_processing", "policy_id": policy.id}
    request = PrivacyRequest.create(db=db, data=entered)
    identity = Identity(email=email)
    request.cache_identity(identity)
    request.persist_identity(db=db, identity=identity)
    request.persist_masking_secrets(policy.generate_masking_secrets())
    connections = db.query(ConnectionConfig).all()
    # An erasure changes what an access found, and begins with it.
    run_access_request(request, policy, graph, connections, {"email": email}, db, privacy_request_proceed=False)
    if what == "erasure":
        run_erasure_request(request, db, privacy_request_proceed=False)
        found = request.get_raw_masking_counts().get(RECORDS)
    else:
        found = [row["data"] for row in request.get_raw_access_results()[RECORDS]]
    return time.perf_counter() - begun, found


def main() -> None:
    migrate_db(CONFIG.database.sync_database_uri)
    with os.fdopen(int(sys.argv[2]), "w") as answers, get_autoclose_db_session() as db:
        graph = _told(db, sys.argv[1])
        print(json.dumps(version("ethyca-fides")), file=answers, flush=True)
        for line in sys.stdin:
            print(json.dumps(_asked(db, graph, *line.split())), file=answers, flush=True)


if __name__ == "__main__":
    main()
