"""Which evidence of this house answers which control of ISMS-P (정보보호 및 개인정보보호 관리체계 인증기준).

A table for whoever prepares an audit: where the evidence is looked at, and how it leaves as a file. Numbers and names
of controls are those of the revision of 31 October 2023; their English names are translations of ours. Those of chapters 1 and 2 (but 2.7) and 3.5.3 were compared
with public lists of it, the others were not; none with the text of the notice itself.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from jikim.policy.model import Language


class Control(NamedTuple):
    """A control, the evidence that answers it, and the office's room where it is."""

    number: str
    ko: str
    en: str
    room: str
    evidence_ko: str
    evidence_en: str


CONTROLS: tuple[Control, ...] = (
    Control("1.1.2", "최고책임자의 지정", "Designation of chief officers", "/office/plan",
            "처리방침의 책임자와 내부관리계획의 보호 조직", "The officer of the policy, and the plan’s organisation"),
    Control("1.1.5", "정책 수립", "Establishing policies", "/office/policy",
            "처리방침의 모든 버전과 승인된 내부관리계획", "Every version of the policy, and the approved plan"),
    Control("1.4.1", "법적 요구사항 준수 검토", "Review of legal requirements", "/office/policy",
            "처리방침과 법령 목록의 대조 결과", "What `jikim check` finds against the statute catalogue"),
    Control("1.4.2", "관리체계 점검", "Inspection of the management system", "/office/promises",
            "약속별 상태와 점검 기록(원장)", "The state of each promise, and each run in the ledger"),
    Control("1.4.3", "관리체계 개선", "Improvement of the management system", "/office/tasks",
            "발견한 문제의 개선 과제와 처리 내역", "Tasks from findings, and how they were done"),
    Control("2.1.1", "정책의 유지관리", "Maintaining policies", "/office/plan",
            "내부관리계획의 버전과 연간 검토", "The plan’s versions and its yearly review"),
    Control("2.2.1", "주요 직무자 지정 및 관리", "Key staff: designation and management", "/office/handlers",
            "취급자 대장", "The register of handlers"),
    Control("2.2.2", "직무 분리", "Segregation of duties", "/office/ledger",
            "대량 열람과 파기의 승인 기록", "Second-person approvals of mass reads and destruction"),
    Control("2.2.3", "보안 서약", "Security pledges", "/office/handlers",
            "서약 대장", "The register of pledges"),
    Control("2.2.4", "인식제고 및 교육훈련", "Awareness and training", "/office/handlers",
            "교육 대장과 다음 교육 기한", "The register of trainings, and when the next is due"),
    Control("2.2.5", "퇴직 및 직무변경 관리", "Leavers and changes of duty", "/office/handlers",
            "권한 회수 기록과 인수인계 기록", "Ended grants and handover records"),
    Control("2.3.1", "외부자 현황 관리", "Outside parties: inventory", "/office/processors",
            "수탁자와 제휴사 목록", "The list of processors and partners"),
    Control("2.3.2", "외부자 계약 시 보안", "Outside parties: security in contracts", "/office/processors",
            "계약 대장(범위, 안전조치, 재위탁)", "Contracts: scope, safeguards, sub-processors"),
    Control("2.3.3", "외부자 보안 이행 관리", "Outside parties: security in practice", "/office/processors",
            "점검 기록과 다음 점검 기한", "Inspections, and when the next is due"),
    Control("2.3.4", "외부자 계약 변경 및 만료 시 보안", "Outside parties: changed and expired contracts", "/office/processors",
            "계약 종료와 삭제 확인", "The end of a contract, and deletions confirmed"),
    Control("2.5.1", "사용자 계정 관리", "User account management", "/office/ledger",
            "권한의 부여·변경·말소 기록(원장)", "Grants given, changed and revoked, in the ledger"),
    Control("2.5.3", "사용자 인증", "User authentication", "/office/handlers",
            "취급자의 인증 수단(패스키, 비밀번호와 코드)", "How handlers are authenticated"),
    Control("2.5.4", "비밀번호 관리", "Password management", "/office/handlers",
            "갱신 주기와 기한이 지난 사람", "The renewal interval, and who is overdue"),
    Control("2.5.6", "접근권한 검토", "Review of access rights", "/office/review",
            "접속 기록 점검표와 권한 목록", "Signed reviews, and the list of grants"),
    Control("2.6.3", "응용프로그램 접근", "Access to applications", "/office/ledger",
            "목적·종류·항목별 권한과 거절 기록", "Grants by purpose, kind and item, and refusals"),
    Control("2.7.1", "암호정책 적용", "Use of encryption", "/office/promises",
            "항목별 암호화와 전송 암호화 확인 결과", "The proof of encryption at rest and on the way"),
    Control("2.7.2", "암호키 관리", "Encryption key management", "/office/jobs",
            "키 교체 기록", "Turns of the key ring"),
    Control("2.9.3", "백업 및 복구관리", "Backup and recovery", "/office/jobs",
            "백업 목록과 복원 가능 여부 확인", "Backup sets, each read back"),
    Control("2.9.4", "로그 및 접속기록 관리", "Logs and access records: keeping", "/office/ledger",
            "전자서명된 원장과 외부 증인의 확인", "The signed ledger and its witnesses"),
    Control("2.9.5", "로그 및 접속기록 점검", "Logs and access records: review", "/office/review",
            "서명이 완료된 접속 기록 점검표", "Signed worksheets of the access review"),
    Control("2.9.7", "정보자산의 재사용 및 폐기", "Reuse and disposal of information assets", "/office/destruction",
            "파기 관리대장과 종이 파기 확인", "The destruction register, and paper that was shredded"),
    Control("2.10.9", "악성코드 통제", "Malware control", "/office/promises",
            "백신 작동 상태와 정의 파일의 날짜", "The scanner’s answer and the age of its signatures"),
    Control("2.11.1", "사고 예방 및 대응체계 구축", "Incident prevention and response system", "/office/breach",
            "경보와 유출 대응 절차", "Alerts, and the breach desk"),
    Control("2.11.5", "사고 대응 및 복구", "Incident response and recovery", "/office/breach",
            "유출 대응 기록(72시간, 통지, 신고)", "Breaches: clocks, letters, reports"),
    Control("3.1.1", "개인정보 수집·이용", "Collection and use of personal data", "/office/promises",
            "동의와 목적 제한의 확인 결과", "The proof of consents and of purpose limits"),
    Control("3.1.3", "주민등록번호 처리 제한", "Limits on resident registration numbers", "/office/promises",
            "고유식별번호 수집 거절 점검 결과", "The proof that such numbers are refused"),
    Control("3.1.5", "개인정보 간접수집", "Indirect collection of personal data", "/office/processors",
            "제휴사별 수신 기록", "What each partner supplied"),
    Control("3.1.7", "마케팅 목적의 개인정보 수집·이용", "Collection and use for marketing", "/office/promises",
            "목적별 선택 동의", "Optional consents, purpose by purpose"),
    Control("3.2.1", "개인정보 현황관리", "Personal data inventory", "/office/reports",
            "처리 현황 보고서", "The register of processing"),
    Control("3.2.2", "개인정보 품질보장", "Personal data quality", "/office/requests",
            "정정 요청과 통지 기록", "Corrections, and who was told"),
    Control("3.2.4", "개인정보 목적 외 이용 및 제공", "Use and provision beyond the purpose", "/office/disclosures",
            "제공·위탁 대장과 법령에 따른 제공 대장", "The registers of disclosures, and of those required by law"),
    Control("3.2.5", "가명정보 처리", "Pseudonymised data", "/office/disclosures",
            "통계·가명정보 제공 기록", "Releases of counts and pseudonymised rows"),
    Control("3.3.1", "개인정보 제3자 제공", "Provision of personal data to third parties", "/office/disclosures",
            "제공·위탁 대장", "The register of disclosures"),
    Control("3.3.2", "개인정보 처리 업무 위탁", "Processing by processors", "/office/processors",
            "위탁 현황과 점검", "Processors, contracts and inspections"),
    Control("3.3.4", "개인정보 국외이전", "Transfer of personal data abroad", "/office/processors",
            "국외 이전 고지와 수탁자의 국가", "Overseas transfers as the policy states them"),
    Control("3.4.1", "개인정보 파기", "Destruction of personal data", "/office/destruction",
            "파기 증명서와 기한 경과 건수", "Destruction certificates, and how much is overdue"),
    Control("3.4.2", "처리목적 달성 후 보유 시 조치", "Keeping data once its purpose is met", "/office/calendar",
            "분리 보관과 보존 일정", "The archive apart, and the retention calendar"),
    Control("3.5.1", "개인정보처리방침 공개", "Publishing the privacy policy", "/office/policy",
            "공개된 처리방침과 이전 버전, 개정 공지", "The policy, past versions, notices of changes"),
    Control("3.5.2", "정보주체 권리보장", "Rights of data subjects", "/office/requests",
            "권리 행사 요청과 기한 준수", "Requests and whether they were in time"),
    Control("3.5.3", "정보주체에 대한 통지", "Notices to data subjects", "/office/reports",
            "이용 내역 통지 기록", "Yearly usage notices"),
)  # fmt: skip


def as_csv(language: Language) -> str:
    """The table as a CSV file in a language, with a mark for spreadsheets that its letters are UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    if language == "ko":
        rows.writerow(("번호", "통제 항목", "증거", "확인 위치"))
        rows.writerows((one.number, one.ko, one.evidence_ko, one.room) for one in CONTROLS)
    else:
        rows.writerow(("Number", "Control", "Evidence", "Where"))
        rows.writerows((one.number, one.en, one.evidence_en, one.room) for one in CONTROLS)
    return "\ufeff" + out.getvalue()
