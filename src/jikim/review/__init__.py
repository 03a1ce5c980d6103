"""Review: the ledger searched by an officer, and the access records reviewed in their cycle (safety notice §8; clause
10.10).

A review draws a worksheet from the ledger: who handled how much, what stands out, and a sample to be checked by hand.
An officer writes what they found and signs it; then it stays. What was found becomes a task elsewhere.
"""
