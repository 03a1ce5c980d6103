"""The office: where the privacy officer and the handlers work. An application of its own, behind a door of its own
(`door.py`).

A page takes `page`, `jk`, `request`, and `me`: the handler who is signed in. What they may do is their grant's to say,
by way of `actor_of`. Each room is a package with `PAGES` and `TODOS`; `places.py` lists them, `building.py` puts them
together.
"""
