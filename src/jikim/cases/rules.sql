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
    ('complaint', 'close', 'answered', 'closed', 'desk', 'another', true),
    ('complaint', 'close', 'answered', 'closed', 'person', 'another', true);
INSERT INTO live.register VALUES
    ('impersonation', '', NULL);
INSERT INTO live.register_step VALUES
    ('impersonation', 'file', '', 'open', 'desk', '', false),
    ('impersonation', 'release', 'open', 'released', 'officer', '', true),
    ('impersonation', 'end', 'open', 'confirmed', 'officer', '', true);
INSERT INTO live.register VALUES
    ('measure', 'measure', '3 years');
INSERT INTO live.register_step VALUES
    ('measure', 'file', '', 'proposed', 'desk', '', false),
    ('measure', 'warn', 'proposed', 'warned', 'officer', 'uninvolved', false),
    ('measure', 'suspend', 'proposed', 'suspended', 'officer', 'uninvolved', false),
    ('measure', 'drop', 'proposed', 'dropped', 'officer', '', true),
    ('measure', 'object', 'warned', 'warning-objected', 'person', '', false),
    ('measure', 'object', 'suspended', 'suspension-objected', 'person', '', false),
    ('measure', 'uphold', 'warning-objected', 'closed', 'officer', 'uninvolved', true),
    ('measure', 'keep', 'suspension-objected', 'suspension-upheld', 'officer', 'uninvolved', false),
    ('measure', 'lift', 'warned', 'lifted', 'officer', '', true),
    ('measure', 'lift', 'suspended', 'lifted', 'officer', '', true),
    ('measure', 'lift', 'warning-objected', 'lifted', 'officer', '', true),
    ('measure', 'lift', 'suspension-objected', 'lifted', 'officer', '', true),
    ('measure', 'lift', 'suspension-upheld', 'lifted', 'officer', '', true),
    ('measure', 'lapse', 'suspended', 'lifted', 'officer', 'words-lost', true),
    ('measure', 'lapse', 'suspension-objected', 'lifted', 'officer', 'words-lost', true),
    ('measure', 'lapse', 'suspension-upheld', 'lifted', 'officer', 'words-lost', true),
    ('measure', 'end', 'suspended', 'ended', 'officer', 'uninvolved', false),
    ('measure', 'end', 'suspension-upheld', 'ended', 'officer', 'uninvolved', false),
    ('measure', 'close', 'suspended', 'closed', 'officer', 'person-left', true),
    ('measure', 'close', 'warning-objected', 'closed', 'officer', 'person-left', true),
    ('measure', 'close', 'suspension-objected', 'closed', 'officer', 'person-left', true),
    ('measure', 'close', 'suspension-upheld', 'closed', 'officer', 'person-left', true),
    ('measure', 'close', 'ended', 'closed', 'officer', 'person-left', true),
    ('measure', 'close', 'warned', 'closed', 'officer', '', true);
INSERT INTO live.register VALUES
    ('client', '', '3 years');
INSERT INTO live.register_step VALUES
    ('client', 'file', '', 'running', 'desk', '', false),
    ('client', 'change', 'running', 'running', 'desk', '', false),
    ('client', 'end', 'running', 'ended', 'desk', '', false),
    ('client', 'return', 'ended', 'returned', 'desk', '', true);
INSERT INTO live.register VALUES
    ('impact', '', '5 years');
INSERT INTO live.register_step VALUES
    ('impact', 'file', '', 'begun', 'desk', '', false),
    ('impact', 'risks', 'begun', 'risks', 'desk', '', false),
    ('impact', 'measures', 'risks', 'measures', 'desk', '', false),
    ('impact', 'opinion', 'measures', 'opinion', 'officer', '', false),
    ('impact', 'sign', 'opinion', 'signed', 'officer', 'another', true),
    ('impact', 'back', 'risks', 'begun', 'officer', '', false),
    ('impact', 'back', 'measures', 'begun', 'officer', '', false),
    ('impact', 'back', 'opinion', 'begun', 'officer', '', false),
    ('impact', 'stop', 'begun', 'stopped', 'officer', '', true),
    ('impact', 'stop', 'risks', 'stopped', 'officer', '', true),
    ('impact', 'stop', 'measures', 'stopped', 'officer', '', true),
    ('impact', 'stop', 'opinion', 'stopped', 'officer', '', true);
INSERT INTO live.register VALUES
    ('insurance', '', '3 years');
INSERT INTO live.register_step VALUES
    ('insurance', 'file', '', 'held', 'desk', '', false),
    ('insurance', 'renew', 'held', 'held', 'desk', '', false),
    ('insurance', 'end', 'held', 'ended', 'officer', '', true);
INSERT INTO live.register VALUES
    ('self-check', '', '3 years');
INSERT INTO live.register_step VALUES
    ('self-check', 'file', '', 'begun', 'desk', '', false),
    ('self-check', 'answer', 'begun', 'begun', 'desk', '', false),
    ('self-check', 'close', 'begun', 'closed', 'officer', '', true);
INSERT INTO live.register VALUES
    ('task', '', '3 years');
INSERT INTO live.register_step VALUES
    ('task', 'file', '', 'open', 'desk', '', false),
    ('task', 'done', 'open', 'done', 'desk', '', true);
