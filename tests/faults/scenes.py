"""Every scene that is killed, by name; and how a child of its own comes to one."""

from __future__ import annotations

import base64
import json
import pickle
from pathlib import Path
from typing import Any

from tests.faults import acting, desking, ending, goings, indexing, measuring, office_desks, requesting, turning
from tests.faults.killing import Scene

from jikim.app import Jikim

SCENES: dict[str, Scene] = {
    name.lower().replace("_", "-"): scene
    for room in (ending, acting, desking, goings, measuring, office_desks, indexing, requesting, turning)
    for name, scene in vars(room).items()
    if isinstance(scene, Scene)
}


def reopen(order: str) -> tuple[Jikim, Any]:
    """In a child: the Jikim and the thing that its parent packed."""
    given = json.loads(order)
    directory = Path(given["directory"])
    databases, policy, thing = (
        pickle.loads(base64.b64decode(given[name])) for name in ("databases", "policy", "thing")
    )
    return Jikim(policy, databases.settings(directory)), thing
