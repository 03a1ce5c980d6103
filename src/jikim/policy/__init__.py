"""The policy room, which is pure: parse → check → compile → decide, plan; render.

Nothing in this room reads a clock, a file, a database or randomness: `now` and texts are passed in.
"""
