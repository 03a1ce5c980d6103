"""The reference of errors: the classes from `errors.py`, the codes from `policy/reasons.json`."""

from __future__ import annotations

import inspect

from jikim import errors
from jikim.api.problems import KINDS
from jikim.policy.reasons import REASONS

_HEAD = """\
# Errors

Made by `make docs` from `src/jikim/errors.py` and `src/jikim/policy/reasons.json`.

No error carries a personal value: an item is named, its value never. Messages are lower case without a full stop; where
there is a way on, a line `hint:` follows. Their words may change; the classes and the codes below are the interface.

## Classes

All of them derive from `JikimError`, which has `message` and `hint` (or None). They are in `jikim` where the table says
so, else in `jikim.errors`.

| class | when | in `jikim` |
|---|---|---|
"""

_CODES = """
## Why the policy says no

`DeniedError.why` is one of these codes, `DeniedError.clause` the number of the promise that refuses (`jikim explain`
leads to its sentence). A denial is recorded in the ledger with the same code. The mechanism is a key of the policy
file's map `clauses`, which says what number stands behind it when no part of the file does.

| code | English and Korean | what can be done | mechanism |
|---|---|---|---|
"""


_PROBLEMS = """
## Problems of the REST API

An error over HTTP is a problem (RFC 9457): `type` is `urn:jikim:problem:` and a code, of the table above where the policy says no (with `clause`; status 403,
404 where there is nothing any more, 500 where a rule could not be evaluated), else of this one.
`detail`, `hint`, `item` and `about` name parts of the policy and never repeat what was sent.

| code | status | English and Korean | what can be done |
|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    import jikim

    rows = []
    for name, one in inspect.getmembers(errors, inspect.isclass):
        if issubclass(one, errors.JikimError):
            public = "yes" if name in jikim.__all__ else ""
            rows.append(f"| `{name}` | {' '.join((one.__doc__ or '').split())} | {public} |")
    codes = [
        f"| `{code}` | {reason.en}<br>{reason.ko} | {reason.hint_en}<br>{reason.hint_ko} | {f'`{reason.mechanism}`' if reason.mechanism else ''} |"
        for code, reason in REASONS.items()
    ]
    problems = [
        f"| `{code}` | {kind.status} | {'<br>'.join(kind.title)} | {'<br>'.join(filter(None, kind.hint)) or '–'} |"
        for code, kind in KINDS.items()
    ]
    return _HEAD + "\n".join(rows) + "\n" + _CODES + "\n".join(codes) + "\n" + _PROBLEMS + "\n".join(problems) + "\n"
