"""`jikim schema`: the JSON Schema of policy files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import files, terminal
from jikim.cli.options import Lang, language, out_option


def schema(
    *,
    lang: Lang = None,
    part: Annotated[bool, Parameter(help="Of a file that another one includes, which holds some sections.")] = False,
    out: Annotated[Path, out_option("The file to write.")] = files.STDOUT,
) -> None:
    """Print the JSON Schema of policy files, for editors.

    An editor that knows it completes keys, says what each means, in Korean or in English, and marks misspelt ones. Put
    the file's path into the first line of a policy as `# yaml-language-server: $schema=policy.schema.json`; `jikim
    init` writes both.
    """
    from jikim.policy.schema import json_schema

    text = json.dumps(json_schema(language(lang), part=part), ensure_ascii=False, indent=2) + "\n"
    files.write(out, [text.encode()])
    if out != files.STDOUT:
        terminal.line(f"wrote {out}")
