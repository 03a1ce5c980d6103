"""Why the policy says no, in words: one table from a stable code to Korean and English text and the next step.

The codes are part of the interface (errors, ledger, HTTP problems); the words may change. None takes a personal value.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Why = Literal[
    "undeclared-item", "refused-type", "refused-in-text", "invalid-value", "under-age", "age-not-asked", "channel",
    "required-missing", "subject-kind", "record-kind", "partner", "purpose", "purpose-not-covering", "no-purpose",
    "no-recipient", "recipient-items", "no-consent", "frozen", "ended", "left", "resting", "gone", "grant", "reason",
    "archive-purpose", "archive-law", "held", "taken", "single", "other-version", "not-yours", "aggregate-only", "event",
    "right", "unreadable", "correction", "authority", "not-confirmed", "second-person",
    "not-approved", "over-ceiling", "no-secret", "wrong-secret", "no-handler", "no-pledge", "beyond-grant", "outside",
    "no-ground", "public-ground", "new-officer", "not-done",
]  # fmt: skip


class Reason(NamedTuple):
    """`mechanism` is the key of the file's `clauses` map that tells which promise stands behind it."""

    mechanism: str
    ko: str
    en: str
    hint_ko: str
    hint_en: str


REASONS: dict[Why, Reason] = {
    "undeclared-item": Reason(
        "undeclared-item",
        "방침에 없는 항목은 수집하지 않습니다",
        "the policy declares no such item here",
        "방침의 수집 항목에 있는 것만 보내거나, 방침을 먼저 개정하십시오",
        "send only items that the policy lists for this record, or change the policy first",
    ),
    "refused-type": Reason(
        "refused-type",
        "이 종류의 정보는 누구에게서도 받지 않습니다",
        "this kind of data is never taken from anyone",
        "해당 값을 빼고 다시 보내십시오",
        "leave it out and send the rest again",
    ),
    "refused-in-text": Reason(
        "refused-type",
        "글 안에 받지 않는 번호(주민등록번호 등)가 들어 있어 저장하지 않았습니다",
        "the text holds a number that is never taken (such as a resident registration number), so nothing was stored",
        "그 번호를 지우고 다시 보내십시오",
        "remove that number and send the text again",
    ),
    "invalid-value": Reason(
        "undeclared-item",
        "값의 형식이 맞지 않습니다",
        "the value is not of its item's form",
        "형식을 확인하십시오",
        "check its form",
    ),
    "under-age": Reason(
        "under-age",
        "만 14세 미만 아동의 개인정보는 수집하지 않습니다",
        "nothing is taken from anyone below the policy's age",
        "법정대리인에게 문의하도록 안내하십시오",
        "a guardian can contact the privacy officer",
    ),
    "age-not-asked": Reason(
        "under-age",
        "방침의 나이 기준 이상인지 묻지 않았습니다",
        "nobody asked whether the person has reached the policy's age",
        "나이 기준을 묻고 그 답을 함께 보내십시오",
        "ask, and pass the answer as `old_enough`",
    ),
    "channel": Reason(
        "channel",
        "이 경로로는 받지 않는 항목이거나 기록입니다",
        "this channel does not bring that",
        "방침에서 그 항목을 받는 경로를 쓰십시오",
        "use a channel that the policy declares for it",
    ),
    "required-missing": Reason(
        "minimum",
        "필수 항목이 빠졌습니다",
        "a required item is missing",
        "이 기록의 필수 항목을 모두 보내십시오",
        "send every required item of this record",
    ),
    "subject-kind": Reason(
        "channel",
        "이 유형의 이용자에게는 없는 기록입니다",
        "this kind of person has no such record",
        "회원·기업회원·비회원 구분을 확인하십시오",
        "check whether the person is a member, a corporate member or a guest",
    ),
    "record-kind": Reason(
        "undeclared-item",
        "방침에 없는 기록입니다",
        "the policy declares no such record",
        "방침의 records를 확인하십시오",
        "see `records` in the policy",
    ),
    "partner": Reason(
        "partner",
        "제휴사가 보낼 수 있는 항목이나 기록이 아닙니다",
        "this partner may not supply that",
        "방침의 제휴사 항목만 보내십시오",
        "supply only what the policy declares for this partner",
    ),
    "purpose": Reason(
        "purpose",
        "방침에 없는 목적입니다",
        "the policy declares no such purpose",
        "방침의 이용 목적 가운데 하나를 대십시오",
        "name one of the policy's purposes",
    ),
    "purpose-not-covering": Reason(
        "purpose",
        "이 목적으로는 그 항목이나 기록을 볼 수 없습니다",
        "this purpose does not cover that item or record",
        "이 목적에 필요한 항목만 청하십시오",
        "ask only for what this purpose may read",
    ),
    "no-purpose": Reason(
        "purpose",
        "쓰일 목적이 없는 항목은 받지 않습니다",
        "no purpose of this record reads that item, so it is not taken",
        "그 항목을 빼고 보내십시오",
        "leave it out",
    ),
    "no-recipient": Reason(
        "no-recipient",
        "방침에 없는 곳에는 제공하지 않습니다",
        "nothing goes to anyone the policy does not name for this",
        "방침이 정한 제공처·수탁자와 목적을 확인하십시오",
        "name a recipient or processor that the policy declares for this record and purpose",
    ),
    "recipient-items": Reason(
        "no-recipient",
        "그곳에는 그 항목을 제공하지 않습니다",
        "this recipient may not get that item",
        "정해진 항목만 제공하십시오",
        "hand over only the items declared for it",
    ),
    "no-consent": Reason(
        "no-recipient",
        "살아 있는 동의가 없습니다",
        "there is no live consent for this",
        "동의를 먼저 구하십시오",
        "ask for the consent first",
    ),
    "frozen": Reason(
        "frozen",
        "정정이 끝날 때까지 이용하거나 제공하지 않습니다",
        "a correction is open, and until it ends this is neither used nor provided",
        "정정 요청을 먼저 처리하십시오",
        "finish the correction first",
    ),
    "ended": Reason(
        "ended",
        "목적이 끝난 기록입니다",
        "its purpose is fulfilled",
        "보존 근거가 있으면 분리 보관된 기록을 그 목적으로만 열람하십시오",
        "if a rule keeps it, consult the archive for that rule's purpose",
    ),
    "left": Reason(
        "gone",
        "탈퇴한 이용자입니다",
        "this person has left",
        "탈퇴 뒤에는 보존 근거가 있는 기록만 그 목적으로 열람합니다",
        "after leaving only kept records remain, for their rule's purpose",
    ),
    "resting": Reason(
        "kept-alone",
        "분리 보관된 기록은 보존 목적으로만 이용합니다",
        "a resting record serves its keeping alone",
        "보존 규칙의 목적과 사유를 대고 열람하십시오",
        "consult it for its rule's purpose, with a reason",
    ),
    "gone": Reason(
        "gone",
        "그런 기록이 없습니다",
        "there is no such record",
        "파기되었거나 없던 기록입니다",
        "it was destroyed, or never was",
    ),
    "grant": Reason(
        "grant",
        "이 취급자에게는 그 목적의 권한이 없습니다",
        "this handler holds no grant for that purpose",
        "개인정보 보호책임자에게 권한을 받으십시오",
        "the privacy officer can grant it",
    ),
    "beyond-grant": Reason(
        "grant",
        "이 취급자의 권한은 여기까지 미치지 않습니다",
        "this handler's grant does not reach that far",
        "개인정보 보호책임자에게 그 기록과 항목의 권한을 받으십시오",
        "the privacy officer can grant that record kind and these items",
    ),
    "outside": Reason(
        "networks",
        "이 네트워크에서는 사무실에 들어올 수 없습니다",
        "the office is not reached from this network",
        "선언된 네트워크에서 다시 여십시오",
        "come from a declared network",
    ),
    "no-handler": Reason(
        "grant",
        "취급자로 지정된 사람이 아닙니다",
        "nobody of that name is designated to handle personal data",
        "먼저 취급자로 등록하십시오",
        "enter them into the register of handlers first",
    ),
    "no-pledge": Reason(
        "pledge",
        "보안 서약을 하기 전에는 권한을 받을 수 없습니다",
        "there is no access before a signed security pledge",
        "서약서를 받아 등록하십시오",
        "record the signed pledge first",
    ),
    "reason": Reason(
        "grant",
        "이 열람에는 사유를 적어야 합니다",
        "this read must state a reason",
        "사유를 함께 보내십시오",
        "pass `reason`",
    ),
    "archive-purpose": Reason(
        "kept-alone",
        "그 목적으로 보존한 것이 아닙니다",
        "it is not kept for that purpose",
        "보존 규칙의 목적을 대십시오",
        "name the purpose of the rule that keeps it",
    ),
    "archive-law": Reason(
        "archive-use",
        "법률에 따른 요구는 근거 법령과 문서번호가 있어야 합니다",
        "a demand by law needs its statute and document number",
        "법령과 문서번호를 함께 대십시오",
        "pass the statute and the document number",
    ),
    "held": Reason(
        "ended",
        "법적 보전 조치가 걸려 있어 파기하지 않습니다",
        "a legal hold stops its destruction",
        "보전 조치를 먼저 해제하십시오",
        "release the hold first",
    ),
    "taken": Reason(
        "lookup",
        "이미 쓰이고 있는 값입니다",
        "another member already has this value",
        "다른 값을 쓰거나 로그인하십시오",
        "choose another, or sign in",
    ),
    "single": Reason(
        "minimum",
        "한 사람이 하나만 가질 수 있는 기록입니다",
        "a person has at most one of these",
        "있는 기록을 정정하십시오",
        "correct the one that exists",
    ),
    "other-version": Reason(
        "versions",
        "이 이용자에게는 다른 판의 방침이 적용됩니다",
        "another version of the policy serves this person",
        "그 판으로 다시 판단해야 합니다",
        "decide again under that version",
    ),
    "not-yours": Reason(
        "lookup",
        "본인의 기록이 아닙니다",
        "this is someone else's record",
        "본인의 기록만 볼 수 있습니다",
        "a member sees their own records only",
    ),
    "aggregate-only": Reason(
        "purpose",
        "이 목적에는 집계한 결과만 나옵니다",
        "for this purpose only aggregated results come out",
        "통계 기능을 쓰십시오",
        "ask for statistics instead",
    ),
    "event": Reason(
        "ended",
        "이 기록에는 없는 사건입니다",
        "this record has no such event",
        "방침에 적힌 사건을 대십시오",
        "name an event that the policy declares for it",
    ),
    "right": Reason(
        "lookup", "방침에 없는 권리입니다", "the policy names no such right", "방침의 rights를 보십시오", "see `rights`"
    ),
    "unreadable": Reason(
        "password",
        "이 항목은 본인 말고는 아무도 볼 수 없습니다",
        "nobody but its owner knows this item, so it cannot be read",
        "맞는지 확인만 할 수 있습니다",
        "it can only be checked, not read",
    ),
    "no-secret": Reason(
        "password",
        "대조만 하고 보여 주지 않는 값이 아닙니다",
        "this is no value that is checked and never read",
        "비밀번호처럼 대조만 하는 항목을 지정하십시오",
        "name an item that is checked only, such as a password",
    ),
    "wrong-secret": Reason(
        "password",
        "비밀번호가 맞지 않습니다",
        "the password is not the right one",
        "다시 입력하거나 비밀번호를 새로 정하십시오",
        "try again, or set a new one by the link that is mailed",
    ),
    "correction": Reason(
        "frozen",
        "열려 있는 정정 요청이 아닙니다",
        "there is no such open correction",
        "요청 번호를 확인하십시오",
        "check the request",
    ),
    "not-done": Reason(
        "rights",
        "요청하신 일을 하지 않고 답변만으로 마칠 수 없습니다",
        "a request is not closed by words where what it asked for was not done",
        "삭제나 탈퇴를 처리하거나, 까닭과 이의 제기 방법을 적어 거절하십시오",
        "carry out the deletion or the leaving, or refuse it with the reason and the way to object",
    ),
    "authority": Reason(
        "no-recipient",
        "법령에 따른 제공은 보호책임자가 승인한 요구가 바로 그 기록과 항목을 담고 있을 때에만 합니다",
        "what goes out by law is sent by a demand that an officer approved for exactly this record and these items, and by nothing else",
        "사무실의 기관 요구에 기관, 법령, 문서를 적고 승인을 받으십시오",
        "enter the authority, its statute and the document as a demand in the office, and have it approved there",
    ),
    "new-officer": Reason(
        "grant",
        "새 보호책임자의 승인은 다른 보호책임자가 확인하고 하루가 지난 뒤부터 효력이 있습니다",
        "a new officer's word counts after another officer confirmed them and a day has passed",
        "임명하지 않은 다른 보호책임자가 취급자 화면에서 확인해 주십시오",
        "an officer who did not make them one confirms them on their page in the register",
    ),
    "no-ground": Reason(
        "no-recipient",
        "협조를 청하는 공문(수사협조 등)만으로는 개인정보를 제공하지 않습니다",
        "a letter that asks for cooperation is no ground to hand data over",
        "영장, 법원의 명령, 제공하라고 정한 법률 조항, 생명이 급박하게 위험한 사정 가운데 하나가 있어야 합니다",
        "it takes a warrant, a court's order, a statute that says so by its article, or an imminent danger to life",
    ),
    "public-ground": Reason(
        "no-recipient",
        "개인정보 보호법 제18조제2항제5호부터 제9호까지는 공공기관에만 적용되어, 이 근거로는 제공하지 않습니다",
        "PIPA §18② numbers 5 to 9 serve public bodies alone, and this is none",
        "영장, 법원의 명령, 제공하라고 정한 법률 조항을 요구하십시오. 공공기관이라면 방침의 service.public_body에 밝히십시오",
        "ask for a warrant, a court's order or a statute that says so; a public body says so in its policy (`service.public_body`)",
    ),
    "not-confirmed": Reason(
        "grant",
        "이 일을 할 권한이 없습니다",
        "this actor may not do that",
        "담당자에게 맡기십시오",
        "leave it to who may",
    ),
    "not-approved": Reason(
        "grant",
        "여러 사람의 정보를 한꺼번에 보는 일은 두 번째 사람의 승인 없이는 하지 않습니다",
        "data of many people is not read at once without a second person's approval",
        "보호책임자가 바로 그 조회를 승인하면 한 시간 안에 한 번 볼 수 있습니다. 승인이 쓰였거나 지났으면 다시 청하십시오",
        "once an officer approves exactly this query, it runs once within the hour; ask again where that was used or is over",
    ),
    "over-ceiling": Reason(
        "grant",
        "승인된 사람 수를 넘습니다",
        "that would be more people than were approved",
        "조건을 좁히거나, 더 많은 사람 수로 다시 청하십시오",
        "narrow the query, or ask again for more people",
    ),
    "second-person": Reason(
        "grant",
        "같은 사람이 두 번 승인할 수 없습니다",
        "the first person cannot be the second as well",
        "다른 책임자가 승인해야 합니다",
        "another officer must approve it",
    ),
}
