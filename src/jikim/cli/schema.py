"""`jikim schema`: the JSON Schema of policy files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from jikim.cli import files, terminal
from jikim.cli.options import out_option


def schema(*, out: Annotated[Path, out_option("The file to write.")] = files.STDOUT) -> None:
    """Print the JSON Schema of policy files, for editors.

    An editor that knows it completes keys and marks misspelt ones. Put the file's path into the first line of a policy
    as `# yaml-language-server: $schema=policy.schema.json`.
    """
    from jikim.policy.schema import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    files.write(out, [text.encode()])
    if out != files.STDOUT:
        terminal.line(f"wrote {out}")
