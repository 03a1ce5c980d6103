"""To whom data goes, on which ground, and who works on it for the company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jikim.policy.model import Abroad, Contract, Processor, Recipient
from jikim.policy.render import terms
from jikim.policy.render.document import NOTHING, Block, Heading, Inline, Lines, Row, Table
from jikim.policy.render.voice import Voice, address


def recipients(voice: Voice) -> Sequence[Block]:
    """Nothing is provided but to these recipients, each on its ground."""
    policy = voice.policy
    blocks: list[Block] = [
        Lines(
            (
                voice.mechanism(
                    "provide-default",
                    "회사는 개인정보를 이 방침에서 밝힌 목적의 범위에서만 이용하며, 사전 동의 없이 그 범위를 넘어 "
                    "이용하거나 제3자에게 제공하지 않습니다."
                    + " 아래 표에 근거가 적힌 경우만 예외입니다."
                    * bool(policy.recipients),
                    "We keep within the purposes stated here, and without your prior consent neither use data beyond "
                    "them nor provide it to third parties."
                    + " The only exceptions are those below, each on its ground."
                    * bool(policy.recipients),
                ),
            )
        )
    ]
    if policy.recipients:
        blocks.append(
            Table(
                voice.say("제3자 제공", "Recipients"),
                (
                    voice.say("제공받는 자와 경우", "Recipient or case"),
                    voice.say("근거", "Ground"),
                    voice.say("제공하는 항목", "Items"),
                    voice.say("목적과 관련 기록", "Purposes and records"),
                    voice.say("국가, 기간, 연락처", "Country, period, contact"),
                ),
                tuple(_recipient_row(voice, name, recipient) for name, recipient in policy.recipients.items()),
            )
        )
    blocks.append(
        Lines(
            (
                voice.mechanism(
                    "new-consent",
                    "그 밖에 제공이 필요한 경우에는 제공받는 자, 목적, 항목과 기간을 알리고 새로 동의를 구하며, 답을 "
                    "받기 전에는 아무것도 제공하지 않습니다.",
                    "Where anything else is needed, we name the recipient, purpose, items and period and ask you anew; "
                    "nothing is disclosed before you answer.",
                ),
            )
        )
    )
    return blocks


def recipients_abroad(voice: Voice) -> Sequence[Block]:
    """The particulars of what goes to recipients abroad."""
    return _transfers(
        voice,
        voice.say("제3자 제공에 따른 국외 이전", "Providing data abroad"),
        [
            (f"recipients.{name}.abroad", recipient, recipient.abroad, _recipient_period(voice, recipient))
            for name, recipient in voice.policy.recipients.items()
            if recipient.abroad
        ],
    )


def _recipient_period(voice: Voice, recipient: Recipient) -> str:
    return voice.text(recipient.until) if recipient.until else NOTHING


def _recipient_row(voice: Voice, name: str, recipient: Recipient) -> Row:
    further: list[str] = []
    if recipient.refusal:
        further.append(voice.say("거부하시면: ", "If you refuse: ") + voice.text(recipient.refusal))
    if recipient.least:
        further.append(
            voice.say(
                f"{recipient.least}명 미만인 집단의 통계는 내보내지 않습니다.",
                f"No figure about fewer than {recipient.least} people leaves.",
            )
        )
    return voice.row(
        f"recipients.{name}",
        recipient.clause,
        (
            *voice.named(recipient),
            voice.say("제공받는 자: ", "Recipient: ") + voice.text(recipient.company) if recipient.company else "",
            voice.say("중계전문기관: ", "Relay agency: ") + voice.text(recipient.relay) if recipient.relay else "",
            voice.of_brands("recipients", name),
        ),
        (voice.first(terms.GROUNDS, recipient.under), *further),
        voice.items_by_record(recipient.items),
        (
            voice.purposes(recipient.purposes) if recipient.purposes else "",
            voice.say("기록: ", "Records: ") + voice.records(recipient.records) if recipient.records else "",
        ),
        (
            voice.country(recipient.country) if recipient.country else "",
            voice.say("기간: ", "Period: ") + voice.text(recipient.until) if recipient.until else "",
            address(recipient.contact) if recipient.contact else "",
        ),
    )


def processors(voice: Voice) -> Sequence[Block]:
    """Each processor with its task, items, term, and what is agreed with it."""
    policy = voice.policy
    if not policy.processors:
        # That a policy names none does not say that there is none.
        return ()
    blocks: list[Block] = [
        Lines(
            (
                voice.mechanism(
                    "entrust",
                    "회사는 서비스를 위하여 아래와 같이 개인정보 처리를 위탁합니다. 수탁자에게는 맡긴 업무에 필요한 "
                    "항목만 전달하고 그 사실을 기록하며, 기한이 되면 삭제를 요구하고 그 결과를 확인합니다.",
                    "We entrust the work below to processors. Each gets only the items its task needs, and every "
                    "hand-over is recorded; when its term ends we tell it to delete them and make sure that it confirms.",
                ),
            )
        ),
        Table(
            voice.say("수탁자와 위탁 업무", "Processors and their tasks"),
            (
                voice.say("수탁자", "Processor"),
                voice.say("위탁 업무", "Task"),
                voice.say("전달하는 항목", "Items"),
                voice.say("목적과 관련 기록", "Purposes and records"),
                voice.say("보유·이용 기간", "Kept until"),
            ),
            tuple(_processor_row(voice, name, processor) for name, processor in policy.processors.items()),
        ),
    ]
    # Processors on the same terms share a row: nobody reads one paragraph six times.
    terms: list[tuple[str, Contract, list[str]]] = []
    for name, processor in policy.processors.items():
        if processor.contract is None:
            continue
        same = next((labels for _, contract, labels in terms if contract == processor.contract), None)
        if same is None:
            terms.append((name, processor.contract, [voice.text(processor.label)]))
        else:
            same.append(voice.text(processor.label))
    contracts = [_contract_row(voice, name, contract, labels) for name, contract, labels in terms]
    if contracts:
        blocks += [
            Heading(voice.say("위탁계약으로 정한 것", "What is agreed with them")),
            Table(
                voice.say("위탁계약", "Contracts with processors"),
                (
                    voice.say("수탁자", "Processor"),
                    voice.say("계약", "Contract"),
                    voice.say("업무 범위", "Scope"),
                    voice.say("안전 조치", "Safeguards"),
                    voice.say("재수탁자와 점검", "Sub-processors and inspection"),
                ),
                tuple(contracts),
            ),
        ]
    return blocks


def processors_abroad(voice: Voice) -> Sequence[Block]:
    """The particulars of what goes to processors abroad."""
    return _transfers(
        voice,
        voice.say("위탁에 따른 국외 이전", "Processors abroad"),
        [
            (f"processors.{name}.abroad", processor, processor.abroad, _term(voice, processor))
            for name, processor in voice.policy.processors.items()
            if processor.abroad
        ],
    )


def _term(voice: Voice, processor: Processor) -> str:
    ends = voice.held_until(processor)
    # `종료 시까지`, but `거래가 끝난 때까지`: what says by itself when it is takes no further word for it.
    last = " 시까지" if not ends[-1:] or not ends[-1].endswith("때") else "까지"
    mixed = [end if end.endswith("때") else f"{end} 시" for end in ends[:-1]] if last == "까지" else ends[:-1]
    said = voice.either([*mixed, *ends[-1:]])
    return voice.say(f"{said}{last}", f"Until {voice.either(ends)}")


def _processor_row(voice: Voice, name: str, processor: Processor) -> Row:
    own: list[str] = []
    if processor.own_duty:
        laws = voice.laws(processor.own_duty)
        own.append(
            voice.say(
                f"다만 수탁자가 자체 보존 의무({laws})에 따라 보존하는 정보는 제외합니다.",
                f"Except what it must itself keep under {laws}.",
            )
        )
    return voice.row(
        f"processors.{name}",
        processor.clause,
        (
            *voice.named(processor),
            voice.say("국가: ", "Country: ") + voice.places(processor) if processor.country else "",
            voice.of_brands("processors", name),
        ),
        voice.text(processor.task),
        voice.items_by_record(processor.items),
        (
            voice.purposes(processor.purposes),
            voice.say("기록: ", "Records: ") + voice.records(processor.records) if processor.records else "",
        ),
        (_term(voice, processor), *own),
    )


def _contract_row(voice: Voice, name: str, contract: Contract, labels: Sequence[str]) -> Row:
    return voice.row(
        f"processors.{name}.contract",
        contract.clause,
        ", ".join(labels),
        (
            voice.say(f"체결일 {voice.date(contract.signed)}", f"Signed {voice.date(contract.signed)}")
            if contract.signed
            else "",
            voice.say(f"종료일 {voice.date(contract.ends)}", f"Ends {voice.date(contract.ends)}")
            if contract.ends
            else "",
        ),
        voice.text(contract.scope) if contract.scope else NOTHING,
        voice.text(contract.safeguards) if contract.safeguards else NOTHING,
        (
            voice.say("재수탁자: ", "Sub-processors: ") + ", ".join(contract.subprocessors)
            if contract.subprocessors
            else "",
            voice.say(
                f"{contract.inspect_every.every('ko')} 점검합니다.", f"Inspected {contract.inspect_every.every('en')}."
            )
            if contract.inspect_every
            else "",
        ),
    )


def _transfers(
    voice: Voice, caption: str, transfers: Iterable[tuple[str, Recipient | Processor, Abroad | None, str]]
) -> Sequence[Block]:
    """The overseas particulars that PIPA §28-8 asks for, one table for each kind of party."""
    rows = [
        voice.row(
            path,
            None,
            (voice.text(party.label), voice.places(party), address(abroad.contact)),
            (*voice.items_by_record(party.items), *_purposes(voice, party)),
            (voice.text(abroad.when), voice.text(abroad.how)),
            period,
            voice.text(abroad.refuse),
            voice.first(terms.ABROAD_GROUNDS, abroad.ground),
        )
        for path, party, abroad, period in transfers
        if abroad
    ]
    if not rows:
        return ()
    table = Table(
        caption,
        (
            voice.say("이전받는 자, 국가, 연락처", "Recipient, country, contact"),
            voice.say("항목과 목적", "Items and purposes"),
            voice.say("이전 시기와 방법", "When and how"),
            voice.say("보유·이용 기간", "Kept until"),
            voice.say("거부 방법과 효과", "How to refuse, and what follows"),
            voice.say("근거", "Ground"),
        ),
        tuple(rows),
    )
    return (table,)


def _purposes(voice: Voice, party: Recipient | Processor) -> Iterable[Inline]:
    if party.purposes:
        yield voice.say("목적: ", "For: ") + voice.purposes(party.purposes)
