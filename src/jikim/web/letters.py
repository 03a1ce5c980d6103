"""Letters that a site's own pages send: by the queue, which reads the address when the mail leaves; or now, where the
record is about to end."""

from __future__ import annotations

from jikim.answers import Ref
from jikim.app import AsyncJikim, Jikim
from jikim.mail.letters import letter, site_of
from jikim.mail.queue import queue
from jikim.mail.sending import send_now
from jikim.policy.model import Language


async def write(jk: AsyncJikim, ref: Ref, name: str, language: Language, **facts: str) -> None:
    """Queues a letter to the e-mail of a record. It leaves by a real `use`; whoever left, or whose record is frozen,
    gets none."""
    await jk.do(queue, ref, name, language, facts)


def write_now(jk: Jikim, to: str, name: str, language: Language, **facts: str) -> None:
    """Sends a letter at once to an address that was read by a `use`. Raises JikimError where no server takes it."""
    send_now(
        jk.settings,
        to,
        letter(jk.policy, jk.house.today(), language, name, site=site_of(jk.settings, jk.policy), **facts),
    )
