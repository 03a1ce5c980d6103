"""What the plan says, section by section, filled in beforehand from the policy: the matters that the safety notice §4
asks a plan to cover.

The order and wording of the matters are ours; the row `kr.pipa.safety.plan` of the statute catalogue says whether the
article was verified.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jikim.policy.languages import worded
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period

# What stands where the policy says nothing: a plan with these words in it is not approved.
BLANK = "여기에 적어 주세요"


class Here(NamedTuple):
    """What a plan says of this house that stands in no policy: how often access records are reviewed, whether a virus
    scanner is set, and what becomes of an upload that nobody could scan (`refuse` or `quarantine`)."""

    cycle: Period
    scanner: bool
    uploads: str


class Matter(NamedTuple):
    """One section: its key, its title in both languages, and what the policy says of it already."""

    key: str
    ko: str
    en: str
    filled: Callable[[PolicyFile, Here], str]


def _every(file: PolicyFile, name: str, otherwise: str) -> str:
    safeguard = file.safeguards.get(name)
    return safeguard.every.words("ko") if safeguard is not None and safeguard.every is not None else otherwise


def _lasts(file: PolicyFile, name: str, otherwise: str) -> str:
    safeguard = file.safeguards.get(name)
    return safeguard.lasts.words("ko") if safeguard is not None and safeguard.lasts is not None else otherwise


def _organisation(file: PolicyFile, _: Here) -> str:
    officer, handler = file.officers.officer, file.officers.handler
    return (
        f"개인정보 보호책임자는 {worded(officer.title, 'ko')}({', '.join(officer.ways)})이고, 담당자는 {worded(handler.title, 'ko')}입니다.\n"
        "개인정보의 처리와 보호에 관한 최종 책임은 대표자에게 있습니다. 보호책임자는 이 계획을 수립하고 승인하며, 이행 "
        "여부를 점검하여 발견한 문제를 과제로 개선하고, 매년 그 현황을 대표자와 이사회에 보고합니다."
    )


def _roles(file: PolicyFile, _: Here) -> str:
    return (
        "개인정보는 지정된 취급자만 처리하며, 목적·기록 종류·항목별 권한을 기한을 정하여 부여합니다. "
        f"처리방침이 정한 이용 목적은 {len(file.purposes)}가지입니다.\n"
        "권한은 보호책임자가 부여하고 회수하며, 다른 보호책임자가 있으면 본인에게 부여할 수 없습니다. "
        "대량 열람과 한도를 넘는 파기에는 다른 보호책임자의 승인이 필요합니다."
    )


def _training(file: PolicyFile, _: Here) -> str:
    return (
        f"모든 직원은 입사할 때 보안 서약을 하고, 취급자는 {_every(file, 'training', '1년')}마다 교육을 받습니다. "
        "업무가 종료되면 권한을 즉시 회수하고 인수인계를 기록합니다."
    )


def _access(file: PolicyFile, _: Here) -> str:
    return (
        f"취급자의 비밀번호나 패스키는 {_every(file, 'grant-renewal', '6개월')}마다 변경하며, 기한이 지나면 업무를 할 수 없습니다. "
        f"권한의 부여·변경·말소 기록은 {_lasts(file, 'access-grants', '3년')} 동안 보관합니다."
    )


def _control(_file: PolicyFile, _: Here) -> str:
    return (
        "관리자 페이지는 허용된 네트워크에서만 접속할 수 있고, 두 가지 인증 수단으로 본인 확인을 거쳐야 로그인할 수 있습니다. "
        "로그인에 반복하여 실패하면 일정 시간 로그인을 제한하고, 일정 시간 이용하지 않으면 자동으로 로그아웃합니다."
    )


def _encryption(_file: PolicyFile, _: Here) -> str:
    return "모든 개인정보는 정보주체별로 다른 키로 암호화하여 저장하고, 비밀번호는 일방향 암호화(Argon2id)하여 저장합니다. 통신 구간은 TLS로 암호화합니다."


def _records(file: PolicyFile, here: Here) -> str:
    return (
        f"접속 기록은 위조·변조할 수 없는 원장에 기록하고 {_lasts(file, 'access-records', '1년')} 이상 보관합니다. "
        f"{here.cycle.words('ko')}마다 점검하여 이상이 있으면 과제로 개선하고, 점검표에 서명합니다."
    )


def _watching(_file: PolicyFile, _: Here) -> str:
    return (
        "취급자와 애플리케이션이 열람한 정보주체의 수를 5분 단위로 집계합니다. 누구의 정보인지는 집계에 기록하지 않으며, 집계는 4주 뒤에 삭제합니다.\n"
        "연속, 한 시간, 하루, 야간에 열람하는 정보주체의 수와 마스킹 해제 횟수는 열람하기 전에 이 계획의 한도와 비교하며, 한도를 넘는 열람은 거절합니다. "
        "한도를 모두 사용한 뒤 다시 열람하려고 하거나 평소 및 다른 취급자 대비 배수가 한도를 넘으면 보호책임자에게 알리고 해당 권한을 정지합니다. "
        "유출 통지, 본인의 열람 요구에 대한 답변, 파기에는 한도를 적용하지 않습니다. "
        "보호책임자는 사유를 적어 정지를 해제하고 원인을 판단하며, 그 기록은 3년 동안 보관합니다. "
        "본인의 열람에 대한 정지는 본인이 해제하거나 판단할 수 없습니다. 이 사실은 서약할 때 고지합니다."
    )


def _malware(file: PolicyFile, here: Here) -> str:
    every = _every(file, "antivirus", "1일")
    without = (
        "접수하지 않습니다"
        if here.uploads == "refuse"
        else "암호화하여 격리하며, 검사하기 전에는 누구도 열람할 수 없습니다"
    )
    if here.scanner:
        return f"첨부 파일은 모두 백신으로 검사하고, 백신은 {every}마다 최신으로 갱신합니다. 검사할 수 없는 동안 첨부 파일은 {without}."
    return (
        f"백신이 설정되어 있지 않아 첨부 파일을 검사하지 않습니다. 설정할 때까지 첨부 파일은 {without}.\n"
        f"백신을 설정한 뒤 이 항목을 수정해 주세요. 백신은 {every}마다 최신으로 갱신해야 합니다."
    )


def _weak(_file: PolicyFile, _: Here) -> str:
    return f"취약점 점검의 방법과 주기, 담당을 {BLANK}."


def _physical(file: PolicyFile, _: Here) -> str:
    if file.archive.cabinet is None:
        return f"전산실과 자료보관실의 출입을 통제하는 방법을 {BLANK}."
    return f"종이 문서는 {worded(file.archive.cabinet, 'ko')}에 보관하고 위치를 대장에 기록하며, 기한이 되면 파쇄하거나 소각하고 그 방법과 날짜를 기록합니다."


def _breach(_file: PolicyFile, _: Here) -> str:
    return (
        "유출·분실·도난이나 위조·변조·훼손 또는 그 가능성을 알게 되면 72시간 이내에 정보주체에게 통지하고, 기준에 "
        "해당하면 개인정보보호위원회나 한국인터넷진흥원에 신고합니다. 통지할 때에는 손해배상과 분쟁조정을 신청하는 "
        "방법을 함께 안내합니다. 대상 정보주체와 항목은 원장에서 확인합니다."
    )


def _risk(_file: PolicyFile, _: Here) -> str:
    return f"위험 분석의 방법과 주기, 결과를 반영하는 절차를 {BLANK}."


def _impact(_file: PolicyFile, _: Here) -> str:
    return (
        "민감정보나 고유식별정보를 새로 처리하거나, 새로운 곳에 제공하거나, 새로운 국가로 이전하는 처리방침을 공고하면 "
        "영향평가(자율)를 합니다. 작성하지 않은 다른 보호책임자가 서명합니다. 이 항목을 비우면 평가 시작을 알리지 않습니다."
    )


def _processors(file: PolicyFile, _: Here) -> str:
    if not file.processors:
        return "개인정보 처리를 위탁한 곳이 없습니다."
    names = ", ".join(worded(one.label, "ko") for one in file.processors.values())
    return (
        f"개인정보 처리를 위탁한 곳은 {names}입니다. 계약서와 점검 결과를 대장으로 관리하고, 점검 기한이 지나면 알립니다. "
        "위탁이 종료되면 삭제를 요청하고 확인을 받습니다."
    )


def _disaster(file: PolicyFile, _: Here) -> str:
    return (
        f"{_every(file, 'backup', '1일')}마다 백업을 암호화하여 생성하고 복원 가능 여부를 확인합니다. "
        "복원할 때에는 그사이 파기하거나 동의를 철회한 정보가 복원되지 않도록 합니다."
    )


def _plan(_file: PolicyFile, _: Here) -> str:
    return "이 계획은 보호책임자가 승인하며, 매년 1회 이상 이행 여부를 점검하고 검토합니다. 변경 내용은 버전별로 보관합니다."


MATTERS: tuple[Matter, ...] = (
    Matter("organisation", "보호 조직과 책임자", "Organisation and the officer", _organisation),
    Matter("roles", "책임자와 취급자의 역할", "Roles of officer and handlers", _roles),
    Matter("training", "취급자의 관리와 교육", "Handlers: supervision and training", _training),
    Matter("access", "접근 권한의 관리", "Access rights", _access),
    Matter("control", "접근 통제", "Access control", _control),
    Matter("encryption", "암호화", "Encryption", _encryption),
    Matter("records", "접속 기록의 보관과 점검", "Access records and their review", _records),
    Matter("watching", "열람 모니터링과 권한 정지", "Access monitoring and suspension", _watching),
    Matter("malware", "악성 프로그램 방지", "Malware", _malware),
    Matter("weak", "취약점 점검", "Looking for weak points", _weak),
    Matter("physical", "물리적 안전조치와 종이 문서", "Physical safety and paper", _physical),
    Matter("breach", "유출 사고 대응", "Breaches", _breach),
    Matter("risk", "위험 분석과 관리", "Risks", _risk),
    Matter("impact", "영향평가(자율)", "Voluntary impact assessments", _impact),
    Matter("processors", "수탁자의 관리와 감독", "Processors", _processors),
    Matter("disaster", "백업과 재해 복구", "Backup and recovery", _disaster),
    Matter("plan", "이 계획의 수립·변경·승인", "This plan: made, changed, approved", _plan),
)


def prefilled(file: PolicyFile, here: Here) -> dict[str, str]:
    """Every section as policy and settings would fill it. Two of them ask to be written: the policy says nothing of
    them."""
    return {matter.key: matter.filled(file, here) for matter in MATTERS}
