-- A receipt says, too, when the letter of a leaving was sent, and when it came back.
ALTER TABLE keys.said DROP CONSTRAINT said_name_check, ADD CONSTRAINT said_name_check
    CHECK (name IN ('hidden', 'key_destroyed', 'rows_removed', 'irrecoverable', 'told', 'answered', 'returned'));
