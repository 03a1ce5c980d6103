"""Formulas of a spreadsheet: which of them compute with what is in the document alone.

Nothing but the functions of the list is taken for harmless, and no reference to another document, program (DDE) or
server. A function whose argument may name one (INDIRECT), or that takes functions as values (LET, MAP), is not on it.
"""

from __future__ import annotations

import re

_NAMES = """
    ABS ACCRINT ACOS ACOSH ADDRESS AND AREAS ASC ASIN ASINH ATAN ATAN2 ATANH AVEDEV AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS
    BASE BETADIST BIN2DEC BIN2HEX BITAND BITOR BITXOR CEILING CEILING.MATH CHAR CHOOSE CHOOSECOLS CHOOSEROWS CLEAN CODE COLUMN COLUMNS
    COMBIN CONCAT CONCATENATE CONFIDENCE CONVERT CORREL COS COSH COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS COVAR DATE DATEDIF
    DATESTRING DATEVALUE DAVERAGE DAY DAYS DAYS360 DB DCOUNT DCOUNTA DDB DEC2BIN DEC2HEX DECIMAL DEGREES DELTA DEVSQ DGET DMAX DMIN
    DOLLAR DROP DSUM EDATE EFFECT EOMONTH ERROR.TYPE EVEN EXACT EXP EXPAND FACT FALSE FILTER FIND FINDB FIXED FLOOR
    FLOOR.MATH FORECAST FORECAST.LINEAR FREQUENCY FV GCD GEOMEAN GESTEP GETPIVOTDATA GROWTH HARMEAN HEX2BIN HEX2DEC HLOOKUP HOUR
    HSTACK HYPERLINK IF IFERROR IFNA IFS INDEX INT INTERCEPT IPMT IRR ISBLANK ISERR ISERROR ISEVEN ISFORMULA ISLOGICAL ISNA
    ISNONTEXT ISNUMBER ISODD ISOWEEKNUM ISREF ISTEXT JIS KURT LARGE LCM LEFT LEFTB LEN LENB LINEST LN LOG LOG10 LOOKUP LOWER
    MATCH MAX MAXA MAXIFS MDETERM MEDIAN MID MIDB MIN MINA MINIFS MINUTE MINVERSE MMULT MOD MODE MODE.SNGL MONTH MROUND
    MULTINOMIAL N NA NETWORKDAYS NETWORKDAYS.INTL NOMINAL NORM.DIST NORM.INV NORM.S.DIST NORMDIST NORMSDIST NOT NOW NPER NPV
    NUMBERSTRING NUMBERVALUE ODD OFFSET OR PEARSON PERCENTILE PERCENTILE.EXC PERCENTILE.INC PERCENTRANK PERMUT PHONETIC PI PMT POWER
    PPMT PRICE PRODUCT PROPER PV QUARTILE QUARTILE.EXC QUARTILE.INC QUOTIENT RADIANS RAND RANDARRAY RANDBETWEEN RANK RANK.AVG RANK.EQ
    RATE REPLACE REPLACEB REPT RIGHT RIGHTB ROMAN ROUND ROUNDDOWN ROUNDUP ROW ROWS RSQ SEARCH SEARCHB SECOND SEQUENCE SHEET SHEETS
    SIGN SIN SINH SKEW SLN SLOPE SMALL SORT SORTBY SQRT STANDARDIZE STDEV STDEV.P STDEV.S STDEVA STDEVP SUBSTITUTE SUBTOTAL SUM
    SUMIF SUMIFS SUMPRODUCT SUMSQ SUMX2MY2 SUMXMY2 SWITCH SYD T TAKE TAN TANH TDIST TEXT TEXTAFTER TEXTBEFORE TEXTJOIN
    TEXTSPLIT TIME TIMEVALUE TINV TOCOL TODAY TOROW TRANSPOSE TREND TRIM TRIMMEAN TRUE TRUNC TYPE UNICHAR UNICODE UNIQUE UPPER VALUE
    VALUETOTEXT VAR VAR.P VAR.S VARA VARP VDB VLOOKUP VSTACK WEEKDAY WEEKNUM WORKDAY WORKDAY.INTL WRAPCOLS WRAPROWS XIRR XLOOKUP
    XMATCH XNPV XOR YEAR YEARFRAC YIELD ZTEST AGGREGATE BETWEEN ANCHORARRAY SINGLE
"""
_HARMLESS = frozenset(_NAMES.split())
_STRING = re.compile(r'"(?:[^"]|"")*"')
# A sheet's name in quotation marks: no program lets it hold these, but a path or an address has them.
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_ELSEWHERE = re.compile(r"[\[\]/\\#|]")
_CALLED = re.compile(r"([\w.]+)\s*\(")
_PREFIX = re.compile(
    r"(?:_xlfn\.|_xlws\.|_xlpm\.|com\.microsoft\.|org\.libreoffice\.|org\.openoffice\.)+", re.IGNORECASE
)
# Words of an OpenDocument's conditions, and the prefix that says which language a formula speaks.
_CONDITION = re.compile(r"cell-content(?:-[a-z]+)*|is-true-formula|formula-is|not-between|text-length")
_SPEAKS = re.compile(r"\A\s*(?:of|oooc|msoxl|ooow):=?")


def computes(formula: str, *, brackets: bool = False) -> bool:
    """Whether a formula computes with its own document alone. `brackets`: references stand in them, as OpenFormula
    writes (`[.A1]`); else a leading one names another workbook (`[1]Sheet1!A1`)."""
    left = _STRING.sub('""', _CONDITION.sub("", _SPEAKS.sub("", formula)))
    if any(_ELSEWHERE.search(name) for name in _QUOTED.findall(left)):
        return False
    left = _QUOTED.sub("Q", left)
    if any(mark in left for mark in "|'\\") or "_xleta" in left.lower() or "://" in left:
        return False
    if not brackets and _names_workbook(left):
        return False
    return all(_PREFIX.sub("", name).upper() in _HARMLESS for name in _CALLED.findall(left))


def _names_workbook(formula: str) -> bool:
    """Whether a bracket stands where another workbook's number or name does: in front of a sheet, not behind a table."""
    depth, before = 0, ""
    for char in formula:
        if char == "[":
            if depth == 0 and not (before.isalnum() or before in "_."):
                return True
            depth += 1
        elif char == "]":
            depth -= 1
        elif depth == 0 and before == "]" and (char.isalnum() or char in "_!$"):
            return True
        before = char
    return depth != 0
