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
_TYPES = {word: type for type, words in reversed(_WORDS.items()) for word in words.split("|")}
# Parts that say whose or which, and nothing of what is held.
_BESIDE = re.compile(
    r"^(user|member|mbr|cust|customer|client|order|orderer|buyer|sender|ship|shipping|delivery|bill|billing|last|first|my|new|old|t|tb)_"
)


def meant(column: str) -> ItemType | None:
    """The type that a column's name says, or None: `user_email` is an e-mail address, `id` is nothing.

    >>> meant("userEmail")
    <ItemType.EMAIL: 'email'>
    >>> meant("HP_NO")
    <ItemType.MOBILE: 'mobile'>
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
