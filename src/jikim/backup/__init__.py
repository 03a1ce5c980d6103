"""The backup room: databases as encrypted sets of files, read back before they count, and put back whole or not at all.

Guarantees that nothing of a database touches a disk in the clear, that nothing looks like a set that was not read back,
and that a changed, cut off or exchanged file restores nothing. It leaves to `jobs` what a backup means to the keys that
wait for one.
"""
