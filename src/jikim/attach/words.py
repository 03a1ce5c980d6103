"""What a column's name says of what it holds: the names that Korean and English applications give."""

from __future__ import annotations

import re

from jikim.policy.model import ItemType

_WORDS = {
    ItemType.LOGIN_ID: "login|loginid|userid|username|memberid|mbrid|acct|nick|nickname",
    ItemType.PASSWORD: "password|passwd|pwd|pw|pass|passwordhash",
    ItemType.PERSON_NAME: "name|realname|fullname|firstname|lastname|username|membername|mbrname|custname|recipient|receiver",
    ItemType.EMAIL: "email|mail|emailaddress|mailaddr|emailaddr",
    ItemType.COUNTRY: "country|nation|nationality|countrycode",
    ItemType.MOBILE: "mobile|hp|hpno|cell|cellphone|handphone|phonemobile|mobileno",
    ItemType.PHONE: "phone|tel|telno|telephone|phoneno|phonenumber",
    ItemType.ADDRESS: "address|addr|addr1|addr2|address1|address2|zip|zipcode|postcode|postalcode|street|roadaddr|jibun",
    ItemType.COMPANY: "company|corp|companyname|corpname|organization|organisation",
    ItemType.BUSINESS_NUMBER: "bizno|bizregno|brn|businessnumber|companyregno|corpregno",
    ItemType.COOKIE_ID: "cookie|cookieid|visitorid|deviceid|adid|idfa|gaid",
    ItemType.IP_ADDRESS: "ip|ipaddr|ipaddress|clientip|remoteaddr|lastip|loginip",
    ItemType.CARD: "card|cardno|cardnumber|pan",
    ItemType.BANK_ACCOUNT: "account|accountno|bankaccount|acctno|refundaccount",
    ItemType.GENDER: "gender|sex",
    ItemType.BIRTH_DATE: "birth|birthday|birthdate|dob|dateofbirth|bday",
    ItemType.RESIDENT_NUMBER: "rrn|jumin|juminno|ssn|residentno|residentnumber|residentregno",
    ItemType.ALIEN_NUMBER: "arn|alienno|foreignerno",
    ItemType.PASSPORT: "passport|passportno",
    ItemType.DRIVER_LICENCE: "licenseno|licenceno|driverlicense|driverlicence",
    ItemType.TEXT: "memo|note|comment|message|content|body|question|inquiry|enquiry|answer",
    ItemType.ACCESS_LOG: "useragent|referer|referrer",
}
_KOREAN = {
    ItemType.LOGIN_ID: "아이디|로그인아이디|닉네임|별명",
    ItemType.PASSWORD: "비밀번호|암호|패스워드",
    ItemType.PERSON_NAME: "이름|성명|성함|명|예약자|주문자|수령인|수취인|받는사람|보호자|담당자",
    ItemType.EMAIL: "이메일|이메일주소|메일|메일주소",
    ItemType.COUNTRY: "국가|국적",
    ItemType.MOBILE: "휴대폰|휴대폰번호|휴대전화|휴대전화번호|핸드폰|핸드폰번호",
    ItemType.PHONE: "전화|전화번호|연락처|비상연락처",
    ItemType.ADDRESS: "주소|상세주소|도로명주소|지번주소|우편번호|배송지",
    ItemType.COMPANY: "회사|회사명|상호|상호명|법인명",
    ItemType.BUSINESS_NUMBER: "사업자번호|사업자등록번호",
    ItemType.IP_ADDRESS: "아이피|접속아이피|접속ip",
    ItemType.CARD: "카드번호",
    ItemType.BANK_ACCOUNT: "계좌|계좌번호|환불계좌",
    ItemType.GENDER: "성별",
    ItemType.BIRTH_DATE: "생일|생년월일",
    ItemType.RESIDENT_NUMBER: "주민번호|주민등록번호",
    ItemType.ALIEN_NUMBER: "외국인번호|외국인등록번호",
    ItemType.PASSPORT: "여권|여권번호",
    ItemType.DRIVER_LICENCE: "면허번호|운전면허번호",
    ItemType.TEXT: "메모|비고|문의|문의내용|답변|요청사항|상담내용|후기",
}
_TYPES = {
    word: type for told in (_WORDS, _KOREAN) for type, words in reversed(told.items()) for word in words.split("|")
}
# Parts that say whose or which, and nothing of what is held.
_BESIDE = re.compile(
    r"^((user|member|mbr|cust|customer|client|guest|booker|contact|requester|author|order|orderer|buyer|payer|sender|ship"
    r"|shipping|delivery|bill|billing|last|first|given|family|my|new|old|t|tb)_"
    r"|(회원|고객|사용자|예약자|주문자|구매자|신청자|수령인|수취인|보호자|담당자|배송)_?)(?=.)"
)


def meant(column: str) -> ItemType | None:
    """The type that a column's name says, or None: `user_email` is an e-mail address, `id` is nothing.

    >>> meant("userEmail")
    <ItemType.EMAIL: 'email'>
    >>> meant("HP_NO")
    <ItemType.MOBILE: 'mobile'>
    >>> meant("예약자_연락처")
    <ItemType.PHONE: 'phone'>
    >>> meant("created_at") is None
    True
    """
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column).lower()
    while True:
        found = _TYPES.get(snake.replace("_", ""))
        shorter = _BESIDE.sub("", snake)
        if found is not None or shorter == snake:
            return found
        snake = shorter
