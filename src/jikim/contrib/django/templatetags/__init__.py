"""Filters for templates: `{% load jikim %}`."""
