"""What the story does by the SDK and not through a page, each with why. The page `docs/reference/demo.md` is made of it, and
a test holds that nothing else is done so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DONE: Final[Mapping[str, frozenset[str]]] = {
    "clock": frozenset(
        {"move_clock", "now", "run_due", "sweep", "deliver", "mails", "give", "remind", "proceed", "sequence", "reckon_papers", "epoch", "epoch_due",
         "reindex", "prove"}
    ),
    "program": frozenset(
        {"begin_feed", "take_feed", "check_signature", "make_partner_key", "end_partner_key", "collect_many"}
    ),
    "handing": frozenset({"entrust", "provide"}),
    "crowd": frozenset({"collect", "event", "leave"}),
    "office": frozenset(
        {"accept_grant", "add_contract", "add_paper", "approve", "approve_plan", "attest", "confirm_officer", "confirm_paper", "destroy_paper",
         "do_task", "end_contract", "enter_handler", "enter_paper", "enter_system", "grant", "hold", "leave_duty", "link_guardian", "make_review", "move_paper",
         "publish", "record_inspection", "release", "revoke", "save_plan", "save_proposal", "statistics", "step_proposal", "write_review"}
    ),
    "secrets": frozenset({"proofs_of", "set_code", "set_password"}),
    "looks": frozenset(
        {"began", "cases_of", "certificates", "consult", "counts", "export_ledger", "find", "leaving_plan", "missing", "open_cases", "paper_of", "papers", "plan_of",
         "proposals", "publications", "requests_of", "reviews", "runs", "show", "signers", "processor_statuses", "systems", "telling_of",
         "use", "use_many", "worker", "workers"}
    ),
}  # fmt: skip
WHY: Final[Mapping[str, str]] = {
    "clock": "A machine does it: the clock, and the daily work that it brings. No person presses anything.",
    "program": "A program does it: a partner's signed feed, and what a product reports.",
    "handing": (
        "The shop hands a payment or an identity check on to its processor by itself. What leaves by somebody's hand goes through the office's page; what must be"
        " refused is tried."
    ),
    "crowd": (
        "A program brings a crowd in, as an import or a company's own application does: hundreds are there so that there is something to count, and a check"
        " compares each record with an account of its own. What people do with data of their own (ask for a correction, answer what is asked, take a consent"
        " back, close a complaint, leave) one of them each does on the pages."
    ),
    "office": (
        "The office's people do it on fixed days of six years, and some 2,200 mornings pass in about half a minute. A session is over each morning, and a code of"
        " an authenticator app is good once in thirty seconds: to sign in for the monthly reviews alone would take more than half an hour. Each of these steps"
        " is taken by a page of the office too, which a test holds."
    ),
    "secrets": "Passwords and the authenticators' shared secrets are known beforehand, so that anybody can walk in; by an invitation nobody would know them.",
    "looks": "The demo looks at what it has done, compares, and tries what must be refused.",
}
