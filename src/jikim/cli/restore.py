"""`jikim restore`: databases come back from a backup, without what was destroyed or withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from jikim.cli import policy_file, terminal
from jikim.cli.exits import UsageError
from jikim.cli.options import Directory, Json, PolicyPath, language

if TYPE_CHECKING:
    from jikim.app.restoring import Restored


def restore(
    policy: PolicyPath,
    set_: Annotated[
        Path | None, Parameter(name="SET", help="The backup set: a directory that `jikim backup` made.")
    ] = None,
    /,
    *,
    keys: Annotated[
        Path | None, Parameter(metavar="SET", help="The newest set of the key store, where that is lost too.")
    ] = None,
    replay: Annotated[
        bool, Parameter(help="Restore nothing: replay into databases that were put back by other means.")
    ] = False,
    directory: Directory = None,
    json: Json = False,
) -> None:
    """Put databases back from a backup set, without what was destroyed, withdrawn, frozen or held since.

    The databases must be empty; the key ring must be there (put back one of its copies). From its first step to its
    last no house opens. Destroyed records and withdrawn consents do not come back, whatever the set's age; what was
    collected after it is lost. Killed, it is run again with the same sets. With databases of your own,
    JIKIM_LIVE_OWNER_DSN and its like name roles that may act as jikim_owner.
    """
    if (set_ is None) is not replay:
        raise UsageError("name a set, or give --replay", hint="jikim backup list")
    file = policy_file.sound(policy, language(None))
    from jikim.app.restoring import restore as put_back
    from jikim.settings import Settings, owner_dsns

    settings = Settings.from_environment(directory)
    restored = put_back(file, settings, set_, keys, owners=owner_dsns())
    if json:
        terminal.document(restored.as_json())
        return
    for text in _lines(restored):
        terminal.line(text)


def _lines(restored: Restored) -> Iterator[str]:
    done = restored.replayed
    if restored.begun is not None:
        yield f"set {restored.number} of {restored.begun.isoformat(timespec='seconds')} is back: {', '.join(restored.databases)}"
    yield f"{sum(done.restrictions.values())} restrictions replayed from beside the key ring"
    for what, count in sorted(done.by_what.items()):
        yield f"  {what}: {count}"
    if done.records_gone or done.parts_gone:
        yield f"{done.records_gone} records and {done.parts_gone} archived parts that no key opens are gone: they were destroyed"
    if done.people_lost:
        yield f"{done.people_lost} people came after the backup, and are lost; their keys go with the next backup"
    if done.frozen:
        yield f"{done.frozen} records stay frozen until their correction is made again or refused"
    yield "the house is open"
