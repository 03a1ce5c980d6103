-- name: system.messages @live
-- What the company's own systems were told on which day, and how that stands.
SELECT * FROM live.system_messages(%(zone)s)
