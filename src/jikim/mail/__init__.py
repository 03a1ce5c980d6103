"""Mail: what is sent to people, in their language, with the contact of the officer. A mail that waits is a reference,
never a value."""
