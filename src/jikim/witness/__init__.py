"""The witness: a small server that an outsider runs, and that cosigns one history of a ledger only (C2SP tlog-witness,
c2sp.org).

`proof/witness.py` decides; here are its key and state (`state`), its door (`server`) and its command for whoever has no
Jikim running (`python -m jikim.witness`). It needs no database and none of Jikim's other rooms.
"""
