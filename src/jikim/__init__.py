"""Jikim (지킴): a company's privacy policy, running."""

__version__ = "0.1.0"
