"""The proof: every promise of the policy with its mechanism, what was measured of it just now, and its state.

`gathering` asks the databases once; `checking` puts asks to the real decision that it must refuse; the tables `s00` …
`s13` say, section by section, how each kind of promise is kept and when its numbers contradict it. A judge is pure:
evidence in, a finding out. `proving` puts them together and records a run.

kept      something that the promise is about has happened, was measured now, and agrees
attested  it rests on an outside system, of which somebody attested it, with a document and an end
ready     nothing has happened yet; its mechanism was tried just now, and works
unproven  nothing that runs here can measure it, and the text says why
broken    the numbers contradict it
"""
