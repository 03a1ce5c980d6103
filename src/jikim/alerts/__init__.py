"""Alerts: what an officer has to know at once, raised by any room, told by mail and webhook, seen on the morning page.

An alert's words name no person and no value: they leave the house.
"""
