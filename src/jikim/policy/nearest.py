"""nearest: the name that was probably meant. One way for every name that a policy file, a command or a caller gets
wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

_CLOSE = 0.6


def nearest(
    name: str, known: Iterable[str], labels: Mapping[str, Iterable[str]] | None = None, cutoff: float = _CLOSE
) -> str | None:
    """The known name that is nearest to this one, or None where none is near.

    Letters' case and `-`, `_`, `.` and blanks between words do not count. A right last part under a wrong first one
    (`oder.lines`, `lines`) is near too, and so is the label that people read (`labels`: a name's labels). `cutoff`: how
    near the spelling must be, from 0 to 1.
    """
    names = list(known)
    wanted = _even(name)
    if not wanted:
        return None
    spelled: dict[str, str] = {}
    for each in names:
        spelled.setdefault(_even(each), each)
    if wanted in spelled:
        return spelled[wanted]
    said = {_even(label): each for each, texts in (labels or {}).items() for label in texts}
    if wanted in said:
        return said[wanted]
    last = _even(name.rsplit(".", 1)[-1])
    ends = [each for each in names if _even(each.rsplit(".", 1)[-1]) == last]
    close = difflib.get_close_matches(wanted, list(spelled), n=1, cutoff=cutoff)
    if close and (not ends or difflib.SequenceMatcher(None, wanted, close[0]).ratio() > 0.85):
        return spelled[close[0]]
    if ends:
        return ends[0]
    # Two letters that changed places in a short name are half of it to the measure above.
    swapped = [each for each in names if sorted(_even(each)) == sorted(wanted)]
    if swapped:
        return swapped[0]
    near = difflib.get_close_matches(wanted, list(said), n=1, cutoff=cutoff)
    return said[near[0]] if near else None


def _even(name: str) -> str:
    return name.strip().casefold().replace("-", "").replace("_", "").replace(" ", "").replace(".", "")
