"""A receiver's answer, for tests: it has deleted what it was told to, signed as the house asks."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from jikim.jobs.deletion_answers import Answer, signed
from jikim.settings import Endpoint

SECRET = "a secret of both sides"  # noqa: S105 - invented


def deleted(endpoint: Endpoint, message: str) -> Answer:
    """Completed, in the documented form. To what is no deletion it is an answer like any other."""
    body = json.dumps({"subject_request_id": message, "request_status": "completed"}).encode()
    return Answer(200, body, signed(endpoint.secret, message, body, datetime(2013, 2, 5, tzinfo=UTC)))
