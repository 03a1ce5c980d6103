"""The findings of reading: what makes a text no policy file, before any rule asks what it means. All of them are
errors.

The codes are given where the mistakes are found (`policy/source.py`, `including.py`, `parse.py`); what each says is
here, for the reference. A test holds the two together.
"""

from __future__ import annotations

READING: dict[str, str] = {
    "file-too-large": "The file, or all its files together, is longer than a policy can be.",
    "not-utf-8": "A byte is no UTF-8.",
    "unreadable-character": "A character is no text, as itself or as an escape: a control character, half of one, or a mark that nobody sees.",
    "empty-file": "The file says nothing.",
    "yaml-syntax": "The text is no YAML.",
    "tab-indent": "A tab indents a line.",
    "several-documents": "The file holds more than one YAML document.",
    "tag-refused": "A value carries a YAML tag.",
    "key-not-plain": "A key is a list or a mapping, or carries an anchor or a tag.",
    "duplicate-key": "A key stands twice in one mapping.",
    "merge-not-a-mapping": "A merge key (`<<`) brings in something that is no mapping.",
    "unknown-alias": "An alias stands before its anchor is finished, or without one.",
    "too-many-values": "The file has more values than a policy can have, aliases written out.",
    "too-deep": "Values are nested deeper than a policy can be.",
    "include-missing": "A file that is to be included is not there.",
    "include-outside": "A file that is to be included lies outside the policy's own directory.",
    "include-unreadable": "A file that is to be included can't be read.",
    "include-cycle": "A file includes itself, by way of others.",
    "include-twice": "A file is included twice.",
    "include-too-deep": "Files include files too many times over.",
    "include-too-many": "The policy is split over more files than it can be.",
    "declared-twice": "Two files declare the same name.",
    "not-a-whole-policy": "A file is a part that another file includes: it lacks `jikim`, `service` and `version`.",
    "missing-key": "A key that a part must have is missing.",
    "unknown-key": "A key stands where the format has none of that name.",
    "masked-not-destroyed": "A record would be masked in place of being destroyed: it would still tell who it is about (PIPA §2, §21; GDPR 4(5)).",
    "empty-value": "A key has no value.",
    "bad-choice": "A value is none of those allowed there.",
    "bad-name": "A name is not made of small letters, digits and `.`, `_` or `-` between them.",
    "bad-country": "A country is not given by its two capital letters.",
    "bad-period": "A period is not a whole number and a unit.",
    "bad-date": "A day is not written as `2013-02-05`, or does not exist.",
    "bad-value": "A value is too long, too short, too large or too small, or of the wrong form.",
    "wrong-type": "A value is of the wrong kind: a word where a list is asked for, say.",
}
