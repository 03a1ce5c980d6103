"""A stand-in for those whom the homepage works with: payment companies, a bank network, a carrier, a partner shop. No
money moves here.

It says so on every page and in every answer. It has a payment page for each payment company in its own shape, checks
the signature of all that is sent to it, shows on screen exactly what it was given, and answers requests to delete as
the real ones would. It knows nothing of Jikim, is a process of its own (`python -m homepage.sandbox`), and keeps what
it got in memory alone.
"""

from .app import sandbox
from .sandbox_state import PROVIDERS, SandboxState

__all__ = ["PROVIDERS", "SandboxState", "sandbox"]
