"""The SDK over HTTP: the verbs of `jikim.open`, of a house that runs elsewhere. It needs no database, no key and no
policy file.

    with jikim.connect("https://privacy.example.com", os.environ["PRIVACY_KEY"]) as jk:
        ref = jk.collect("order", {...}, channel="homepage", subject=person, old_enough=True).ref
        jk.use(ref, purpose="delivery")["address"]

Same names, arguments, answers and errors, but that a number to be handed over (`Collected.handover`) comes back by no
answer: who asked has sent it. The key says who acts, so no method takes an actor. Each act carries an Idempotency-Key
of its own, so what is sent twice because a line broke is done once.
"""

from jikim.remote.blocking import Remote, connect
from jikim.remote.looping import AsyncRemote, connect_async

__all__ = ["AsyncRemote", "Remote", "connect", "connect_async"]
