"""`jikim schema`: the JSON Schema of policy files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from jikim.cli import files, terminal
from jikim.cli.bilingual import Both, about, in_korean
from jikim.cli.options import Lang, language, out_option


@in_korean(
    """편집기에서 쓰는 방침 파일의 JSON 스키마를 출력합니다.

    스키마를 아는 편집기는 키를 자동 완성하고, 뜻을 한국어나 영어로 보여 주고, 잘못 쓴 키를 표시합니다. 방침 파일의
    첫 줄에 `# yaml-language-server: $schema=policy.schema.json`처럼 스키마 파일의 경로를 적어 주세요. `jikim
    init`은 둘 다 만들어 줍니다.
    """
)
def schema(
    *,
    lang: Lang = None,
    part: Annotated[
        bool,
        about(
            "Of a file that another one includes, which holds some sections.",
            "다른 파일이 포함하는, 일부 항목만 있는 파일의 스키마",
        ),
    ] = False,
    out: Annotated[Path, out_option(Both("The file to write.", "출력 파일"))] = files.STDOUT,
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
        terminal.line(files.wrote(out))
