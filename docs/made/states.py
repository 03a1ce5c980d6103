"""The life of a record, drawn from `policy/states.py`; and the rooms, from the contract that holds them."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from jikim.desk.request_register import REQUESTS
from jikim.policy.states import FROZEN, HELD, STATES, TRANSITIONS, State, Verb

SOURCE = Path(__file__).parents[2] / "src" / "jikim"
TO_SOURCE = "../../src/jikim"


def diagram() -> str:
    """A Mermaid state diagram of every transition."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for before, why, after in TRANSITIONS:
        start = before.name.lower() if before is not None else "[*]"
        # In a state diagram a second colon would end the label.
        lines.append(f"    {start} --> {after.name.lower()}: {why.replace(':', ',')}")
    lines += ["    destroyed --> [*]", "```"]
    return "\n".join(lines)


def requests() -> str:
    """A Mermaid state diagram of a request."""
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> open: filed on a page",
        "    [*] --> unconfirmed: by letter, phone, e-mail",
    ]
    lines += [f"    {start} --> {step.to}: {step.name}" for step in REQUESTS.steps for start in step.from_]
    lines += [f"    {start} --> overtaken: its record ended" for start in ("open", "postponed")]
    lines += [f"    {state} --> [*]" for state in REQUESTS.states if state in REQUESTS.ends]
    return "\n".join([*lines, "```"])


def table() -> str:
    """Verbs by states: what is permitted, and what a freeze or a hold stops."""
    lines = ["| verb | " + " | ".join(state.name.lower() for state in State) + " |", "|---" * (len(State) + 1) + "|"]
    for verb in Verb:
        if not any(verb in STATES[state] for state in State):
            continue
        cells = []
        for state in State:
            stops = [word for word, what in (("frozen", FROZEN), ("held", HELD)) if verb in what]
            if verb not in STATES[state]:
                cells.append("–")
            else:
                cells.append(f"yes, unless {' or '.join(stops)}" if stops else "yes")
        lines.append(f"| `{verb}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rooms() -> str:
    """The rooms with the sentence that each says of itself, from the one that knows all others down to those that know
    none."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "rooms")
    lines = ["| room | what it is |", "|---|---|"]
    for layer in contract["layers"]:
        for name in layer.strip("()").split(" | "):
            if name == "__main__":
                continue
            place = SOURCE / name
            file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
            said = ast.get_docstring(ast.parse(file.read_text("utf-8")))
            if said is None:
                raise ValueError(f"`{name}` says nothing of itself")
            sentence = " ".join(said.split("\n\n")[0].split()).split(". ")[0].rstrip(".")
            shown = name if place.is_dir() else f"{name}.py"
            lines.append(f"| [`{shown}`]({TO_SOURCE}/{shown}) | {sentence} |")
    return "\n".join(lines)
