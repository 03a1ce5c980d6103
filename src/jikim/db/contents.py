"""What every column of bytes in the four databases holds, and of every hash: of what, under which key, and until when
that key exists.

The one list (clauses 6.5, 10.3): a hash of something that can be guessed answers every guess for as long as its key
exists, however long its row has been gone, since an old page or backup still has it. So each has a key whose life is
bounded, or is of what nobody can guess. A test holds this against the catalogue of PostgreSQL: a column that is not
listed fails it, and so does one that is listed and is not there.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Holds = Literal["sealed", "hash", "random", "public"]


class Column(NamedTuple):
    """One column. `holds`: ciphertext; a hash; random bytes, or the plain hash of random bytes; or what names nobody.

    `of`, `key` and `life` are a hash's: of what it is, what it is keyed by, and until when somebody could ask for a
    value.
    """

    place: str
    holds: Holds
    of: str
    key: str = ""
    life: str = ""


def _sealed(*places: str) -> list[Column]:
    return [Column(place, "sealed", "ciphertext (AES-256-GCM)") for place in places]


_DAY = "the day's key (`keys/day_keys.py`)"
_A_DAY = "its day, or the next epoch, whichever is first; irrecoverable with that epoch"
_SALTED = "16 bytes out of the body and the key of its month"
_LOT = "the month's own key goes: one year, two, or what the policy says (`ledger/retention_lots.py`)"

COLUMNS: tuple[Column, ...] = (
    *(
        Column(place, "hash", of, key, life)
        for place, of, key, life in (
            ("live.claim.tag", "a value that its person is found by (login, e-mail, telephone, name with digits); an account elsewhere; a partner's row",
             "the blind index's version key, over a hash under its base key (`store/index.py`)",
             "the next rotation, which comes before an epoch wherever a row was removed"),
            ("live.taken.tag", "a value that one person alone has, where people lie on several servers", "as `live.claim.tag`",
             "its claim goes, and then the next rotation"),
            *((f"live.{table}.tag", "an item of whose membership was ended for misuse", "a key of the bar's last day, over the blind index's hash (`store/bars.py`)",
               "the day is over and its key goes; irrecoverable with the next epoch") for table in ("bar", "bar_due")),
            ("live.twin.digest", "what a column of an application said of a person", "their own key, of one generation (`store/twins.py`)",
             "that key goes: with a newer one, or with its person"),
            ("live.tally.hash", "a name or an address that something was tried with, or from", _DAY, _A_DAY),
            ("live.feed_message.digest", "a partner's message", _DAY, _A_DAY),
            ("live.taken_row.mark", "an access record of another system", "the key of the month in which it happened (`plan/outside_access_records.py`)", _LOT),
            ("live.kept_answer.hash", "an application's name and its Idempotency-Key", "the house's, joined with the Idempotency-Key",
             "the application forgets its Idempotency-Key: 22 random characters that are stored nowhere"),
            ("live.kept_answer.print", "a request's body", "the house's, joined with the Idempotency-Key (`api/idempotency.py`)",
             "the application forgets its Idempotency-Key: 22 random characters that are stored nowhere"),
            ("live.cookie_choice.browser", "a browser's random number", "the house's", "the browser loses its cookie: the 16 random bytes lie nowhere else"),
            ("live.handler_session.sid", "the number that the company's provider gave a session of a handler", "the handler's own", "the session ends"),
            ("archive.part.tags", "a value that its person is found by, among what rests", "a key out of the part's due day's key (`store/resting.py`)",
             "the due day is over and its key goes; irrecoverable with the next epoch"),
            ("ledger.leaf.commitment", "an entry's body", _SALTED, _LOT),
            ("ledger.subtree.root", "the tree over those commitments (RFC 9162)", _SALTED, _LOT),
            ("ledger.subtree.leaves", "those commitments", _SALTED, _LOT),
            ("ledger.tile.commitments", "an entry's body", _SALTED, _LOT),
            ("ledger.tile.checks", "those commitments, two bytes of each", _SALTED, _LOT),
            ("ledger.tree.frontier", "the tree over those commitments", _SALTED, _LOT),
        )
    ),
    *_sealed(
        "ledger.block.sealed", "ledger.body.sealed", "ledger.inbox.who", "live.asked.said", "live.attestation.file", "live.attestation.said", "live.breach.what",
        "live.canary.sealed",
        "live.claim.sealed", "live.contract_paper.said", "live.contract_paper.scan", "live.demand.said", "live.demand.scan",
        "live.demand_secret.said", "live.demand_secret.told", "live.explanation.words",
        "live.handler.said", "live.handler_before.said", "live.handler_paper.said", "live.handler_paper.scan",
        "live.handler_paper.word",
        "live.handler_proof.secret", "live.held.said", "live.kept_answer.sealed", "live.mail.facts",
        "live.mass.said", "live.mass.word",
        "live.paper_of.said", "live.partner_key.secret", "live.plan.said", "live.record.body", "live.record.head", "live.review.sheet",
        "live.twin.body", "live.twin.head",
        "live.session.about", "live.telling.sealed", "live.webhook.sealed",
        "live.apart.head", "live.apart.body", "live.house_case.said", "live.move_progress.last", "live.house_case_step.words", "live.house_case_step.files",
        "archive.look.said", "archive.part.body", "archive.part.head", "keys.key.wrapped", "ledger.process.seen",
    ),
    *(
        Column(place, "random", of)
        for place, of in (
            ("live.api_key.key", "the first half of a random token"),
            ("live.api_key.hash", "SHA-256 of its second half, 32 random bytes"),
            ("live.handler_browser.hash", "SHA-256 of a random token"),
            ("live.handler_invitation.token", "SHA-256 of a random token"),
            ("live.handler_proof.id", "a passkey's number, which its authenticator drew; an account's, by HMAC under the handler's own key; else the proof's kind"),
            ("live.handler_session.session", "SHA-256 of a random token"),
            ("live.known_browser.hash", "SHA-256 of a random token"),
            ("live.link.hash", "SHA-256 of a random token"),
            ("live.session.hash", "SHA-256 of a random token"),
            ("live.telling.token", "SHA-256 of a random token"),
            ("live.upload_waiting.file", "a random number"),
            ("ledger.whose.places", "two bytes of a person's random number, and the place of an entry"),
        )
    ),
    *(
        Column(place, "public", of)
        for place, of in (
            ("live.attestation.digest", "SHA-256 of a document about a system of the house"),
            ("live.certificate.signature", "a signature over counts and days"),
            ("live.canary_mail.digest", "SHA-256 of the Message-ID of a mail to somebody who does not exist"),
            ("live.cookie_choice.policy", "a version's digest"),
            ("live.demand.digest", "SHA-256 over ciphertexts and numbers"),
            ("live.going.plan", "SHA-256 over numbers of records"),
            ("live.mass.digest", "SHA-256 over a query: names of the policy, days, a number"),
            ("live.policy_version.digest", "SHA-256 of the published policy"),
            ("live.promised.digest", "SHA-256 of a published policy"),
            ("live.publication.source", "the published policy"),
            ("live.proposal.origin", "the policy that a proposal was begun from"),
            ("live.proposal.published", "a published policy that a proposal is written from"),
            ("live.proposal.source", "a policy that officers write, before it is published"),
            ("keys.key.name", "what a key is for: a number, a day, a short name"),
            ("keys.destroyed.name", "the same"),
            ("keys.waiting.name", "the same"),
        )
    ),
)  # fmt: skip


def hashes() -> tuple[Column, ...]:
    """Every hash of what is, or is drawn from, something about somebody."""
    return tuple(column for column in COLUMNS if column.holds == "hash")
