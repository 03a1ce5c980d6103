"""The company's own systems outside this one, which hold copies: what each was told, what it answered, and in time."""
