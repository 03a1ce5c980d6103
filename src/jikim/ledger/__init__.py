"""The ledger room: entries go to an inbox in the database they speak of, are sequenced, and form a signed tree."""
