"""Which commands there are, in which group, each with its file and its line in both languages: the table
`commands.json`, in the order of a policy's life: written, read, run, proven."""

from __future__ import annotations

from typing import Any

from jikim.cli.bilingual import Both
from jikim.tables import table

Commands = dict[str, tuple[str, Both]]

# What a command is about, as `jikim --help` groups them.
ABOUT = {
    Both("policy", "처리방침"): ("init", "import", "write", "check", "schema", "render", "diff", "publish", "explain"),
    Both("people", "정보주체"): ("receipt", "sweep", "epoch", "attach", "import-records"),
    Both("office", "관리자 페이지"): ("handler", "prove"),
    Both("keys", "키"): ("key", "partner", "webhook", "unseal", "seal", "reindex"),
    Both("ledger", "처리 원장"): ("export", "verify", "sequence", "witness"),
    Both("server", "서버"): ("serve", "jobs", "migrate", "distribute", "rebalance", "backup", "restore"),
    Both("this program", "이 프로그램"): ("demo", "drill", "completion"),
}


def _commands(rows: dict[str, Any]) -> Commands:
    return {name: (place, Both(english, korean)) for name, (place, english, korean) in rows.items()}


_TABLE = table(__package__, "commands")
COMMANDS = _commands(_TABLE["commands"])
# What may follow a command that is one alone, too, and how all of it is written.
SECOND: dict[str, tuple[tuple[str, ...], Commands]] = {
    name: (tuple(one["usage"]), _commands(one["commands"])) for name, one in _TABLE["second"].items()
}
GROUPS: dict[str, tuple[Both, Commands]] = {
    name: (Both(*one["about"]), _commands(one["commands"])) for name, one in _TABLE["groups"].items()
}
EXPORT = Both("Write what the system holds to a file.", "시스템에 있는 것을 파일로 내보내기")
EXPORTS = _commands(_TABLE["exports"])
# Each command by its whole name.
EVERY: Commands = {
    **COMMANDS,
    **{f"{one} {name}": told for one, (_, commands) in GROUPS.items() for name, told in commands.items()},
    **{f"{one} {name}": told for one, (_, commands) in SECOND.items() for name, told in commands.items()},
    **{f"export {name}": told for name, told in EXPORTS.items()},
}
