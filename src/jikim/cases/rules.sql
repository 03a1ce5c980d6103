-- Made by `python -m docs` from the registers' declarations (`app/registers.py`). Edit those, not this.
-- The owner writes this into the database when it is made; no function changes it.

INSERT INTO live.register VALUES
    ('complaint', 'complaint', '3 years');
INSERT INTO live.register_step VALUES
    ('complaint', 'file', '', 'received', 'desk', '', false),
    ('complaint', 'look', 'received', 'looked-at', 'desk', '', false),
    ('complaint', 'answer', 'received', 'answered', 'desk', 'person-here', false),
    ('complaint', 'answer', 'looked-at', 'answered', 'desk', 'person-here', false),
    ('complaint', 'close', 'received', 'closed', 'desk', 'person-left', true),
    ('complaint', 'close', 'looked-at', 'closed', 'desk', 'person-left', true),
    ('complaint', 'close', 'answered', 'closed', 'desk', '', true),
    ('complaint', 'close', 'answered', 'closed', 'person', '', true);
INSERT INTO live.register VALUES
    ('impersonation', '', NULL);
INSERT INTO live.register_step VALUES
    ('impersonation', 'file', '', 'open', 'desk', '', false),
    ('impersonation', 'release', 'open', 'released', 'officer', '', true),
    ('impersonation', 'end', 'open', 'confirmed', 'officer', '', true);
INSERT INTO live.register VALUES
    ('task', '', '3 years');
INSERT INTO live.register_step VALUES
    ('task', 'file', '', 'open', 'desk', '', false),
    ('task', 'done', 'open', 'done', 'desk', '', true);
