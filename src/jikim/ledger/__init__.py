"""The ledger room: no entry, no data. Entries go to an inbox in the database they speak of, are sequenced, and form a signed tree."""
