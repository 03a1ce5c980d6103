"""The version of this distribution, where nothing else is imported with it."""

__version__ = "0.2.0"
