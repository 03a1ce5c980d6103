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
    "crowd": frozenset(
        {"collect", "event", "consent", "leave", "leaving_plan", "ask_correction", "correct", "close_complaint"}
    ),
    "office": frozenset(
        {"accept_grant", "act", "add_contract", "add_paper", "answer", "approve", "approve_plan", "ask_people", "attest", "carry_out", "complain",
         "confirm", "confirm_officer", "confirm_paper", "consult", "destroy_paper", "do_task", "end_contract", "enter_handler", "enter_paper",
         "enter_system", "file_for", "grant", "hold", "leave_duty", "link_guardian", "make_review", "move_paper", "prepare", "publish", "put", "record_inspection",
         "release", "revoke", "save_plan", "save_proposal", "set_part", "statistics", "step_proposal", "write_review"}
    ),
    "secrets": frozenset({"proofs_of", "set_code", "set_password"}),
    "looks": frozenset(
        {"began", "cases_of", "certificates", "counts", "demands", "export_ledger", "find", "missing", "open_cases", "paper_of", "papers", "plan_of",
         "proposals", "publications", "reviews", "runs", "show", "signers", "processor_statuses", "systems", "telling_of", "use", "use_many", "worker", "workers"}
    ),
}  # fmt: skip
WHY: Final[Mapping[str, str]] = {
    "clock": "A machine does it: the clock, and the daily work that it brings. No person presses anything.",
    "program": "A program does it: a partner's signed feed, and what a product reports.",
    "handing": (
        "The shop hands a payment on by itself. A parcel, a debt or a winner is handed on by its people, in the back office; in the story all of it goes out"
        " on one day, years before the site opens."
    ),
    "crowd": (
        "Hundreds of invented people join, order, correct and leave in the story's first days, and a check compares each record with an account of its"
        " own; by pages each would cost a password's hashing and a letter, and the demo minutes."
    ),
    "office": (
        "The office's people do it on fixed days of six years. Some 2,200 mornings pass in about half a minute, and a session that was signed in would be"
        " over each morning. Each of these steps is taken by a page of the office too, which a test holds."
    ),
    "secrets": "Passwords and the authenticators' shared secrets are known beforehand, so that anybody can walk in; by an invitation nobody would know them.",
    "looks": "The demo looks at what it has done, and compares.",
}
