"""The store room: the only SQL on personal data, whose functions take the `Allowed` or the plan's `Step` that the
policy returned."""
