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
        f"개인정보 보호책임자는 {worded(officer.title, 'ko')}({officer.phone}, {officer.email})이고, 담당자는 {worded(handler.title, 'ko')}입니다.\n"
        "개인정보의 처리와 보호에 관한 최종 책임은 대표자에게 있습니다. 보호책임자는 이 계획을 세우고 승인하며, 약속이 "
        "지켜지는지 살피고, 찾은 문제를 과제로 만들어 바로잡게 하며, 해마다 그 현황을 대표자와 이사회에 보고합니다."
    )


def _roles(file: PolicyFile, _: Here) -> str:
    return (
        "취급자는 이름이 정해진 사람뿐이며, 목적·기록 종류·항목별 권한을 기한과 함께 받습니다. "
        f"방침이 밝힌 목적은 {len(file.purposes)}가지입니다.\n"
        "권한은 보호책임자가 주고 거두며, 다른 보호책임자가 있으면 스스로에게 줄 수 없습니다. "
        "대량 조회와 평소보다 많은 파기에는 두 번째 사람의 승인이 있어야 합니다."
    )


def _training(file: PolicyFile, _: Here) -> str:
    return (
        f"모든 직원은 입사할 때 보안 서약을 하고, 취급자는 {_every(file, 'training', '1년')}마다 교육을 받습니다. "
        "떠나는 사람의 권한은 그 자리에서 끝나고, 인수인계를 기록합니다."
    )


def _access(file: PolicyFile, _: Here) -> str:
    return (
        f"취급자의 비밀번호나 패스키는 {_every(file, 'grant-renewal', '6개월')}마다 새로 정하고, 지나면 업무를 할 수 없습니다. "
        f"권한을 주고 바꾸고 거둔 기록은 {_lasts(file, 'access-grants', '3년')} 동안 보관합니다."
    )


def _control(_file: PolicyFile, _: Here) -> str:
    return (
        "관리자 페이지 화면은 미리 정한 네트워크에서만 열리고, 두 가지 방법으로 본인임을 확인해야 들어갈 수 있습니다. "
        "잘못된 시도가 거듭되면 기다려야 하고, 아무것도 하지 않으면 접속이 끝납니다."
    )


def _encryption(_file: PolicyFile, _: Here) -> str:
    return "모든 개인정보는 사람마다 다른 키로 암호화하여 두고, 비밀번호는 되돌릴 수 없는 값(Argon2id)으로만 둡니다. 네트워크를 오갈 때에는 TLS를 씁니다."


def _records(file: PolicyFile, here: Here) -> str:
    return (
        f"접속 기록은 고칠 수 없는 원장에 남기고 {_lasts(file, 'access-records', '1년')} 이상 보관합니다. "
        f"{here.cycle.words('ko')}마다 점검하여 이상이 있으면 과제로 바로잡고, 점검표에 서명합니다."
    )


def _watching(_file: PolicyFile, _: Here) -> str:
    return (
        "취급자와 애플리케이션이 몇 사람의 정보를 열람하는지 5분 단위로 셉니다. 누구의 정보를 보았는지는 여기에 남기지 않고, 4주가 지나면 지웁니다.\n"
        "잇달아, 한 시간, 하루, 밤에 열람한 사람 수와 가림을 푼 횟수, 자신의 평소와 다른 취급자들에 견준 배수가 이 계획의 한도를 넘으면 "
        "보호책임자에게 알리고 그 권한을 멈춥니다. 보호책임자가 사유를 적어 풀고, 그 뒤에 무엇 때문이었는지 판단하여 3년 동안 보관합니다. "
        "자신의 열람은 스스로 풀거나 판단하지 못합니다. 이 사실은 서약할 때 알립니다."
    )


def _malware(file: PolicyFile, here: Here) -> str:
    every = _every(file, "antivirus", "1일")
    without = (
        "받지 않고 거절합니다" if here.uploads == "refuse" else "봉하여 격리하고, 검사하기 전에는 아무도 열지 못합니다"
    )
    if here.scanner:
        return f"올라오는 파일은 모두 백신으로 검사하고, 백신은 {every}마다 최신으로 유지합니다. 검사할 수 없는 동안 올라오는 파일은 {without}."
    return (
        f"이곳에는 백신이 설정되어 있지 않아 올라오는 파일을 검사하지 않습니다. 그동안 올라오는 파일은 {without}.\n"
        f"백신을 설정하면 이 부분을 고쳐 주세요. 백신은 {every}마다 최신으로 유지해야 합니다."
    )


def _weak(_file: PolicyFile, _: Here) -> str:
    return f"취약점 점검의 방법과 주기, 담당을 {BLANK}."


def _physical(file: PolicyFile, _: Here) -> str:
    return f"종이 문서는 {worded(file.archive.cabinet, 'ko')}에 두고 보관 자리를 대장에 적으며, 기한이 되면 분쇄하거나 태우고 그 방법과 날짜를 적습니다."


def _breach(_file: PolicyFile, _: Here) -> str:
    return (
        "유출·분실·도난이나 위조·변조·훼손을, 또는 그 가능성을 알게 되면 72시간 안에 해당하는 사람에게 알리고, 기준에 "
        "해당하면 개인정보보호위원회나 한국인터넷진흥원에 신고합니다. 알릴 때에는 손해배상과 분쟁조정을 신청하는 "
        "방법도 함께 적습니다. 누구의 무엇이 관련되었는지는 원장에서 찾습니다."
    )


def _risk(_file: PolicyFile, _: Here) -> str:
    return f"위험 분석의 방법과 주기, 결과를 반영하는 절차를 {BLANK}."


def _impact(_file: PolicyFile, _: Here) -> str:
    return (
        "민감정보나 고유식별정보를 새로 처리하거나, 새로운 곳에 제공하거나, 새로운 국가로 이전하는 처리방침을 공고하면 "
        "영향평가(자율)를 합니다. 작성하지 않은 다른 보호책임자가 서명합니다. 이 부분을 비우면 시작을 알리지 않습니다."
    )


def _processors(file: PolicyFile, _: Here) -> str:
    if not file.processors:
        return "처리를 맡긴 곳이 없습니다."
    names = ", ".join(worded(one.label, "ko") for one in file.processors.values())
    return f"처리를 맡긴 곳은 {names}입니다. 계약서와 점검 결과를 대장에 두고, 점검 기한이 지나면 알립니다. 위탁이 끝나면 삭제를 요청하고 확인을 받습니다."


def _disaster(file: PolicyFile, _: Here) -> str:
    return f"{_every(file, 'backup', '1일')}마다 암호화한 백업을 만들고 되읽어 확인합니다. 되살릴 때에는 그사이 파기하거나 철회한 것이 돌아오지 않게 합니다."


def _plan(_file: PolicyFile, _: Here) -> str:
    return (
        "이 계획은 보호책임자가 승인하며, 해마다 한 번 이상 이행을 점검하고 다시 살핍니다. 고친 내용은 판마다 남습니다."
    )


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
