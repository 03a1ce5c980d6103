"""Cookies (section 9): what the policy declares, what a browser chose, what may leave for it, and the record of each
choice.

Pure but for `record` and `traces`, which yield statements. The pages and the door that use it are in `jikim.web`.
"""
