-- Made by `python -m docs` from the registers' declarations (`app/registers.py`). Edit those, not this.
-- The owner writes this into the database when it is made; no function changes it.

INSERT INTO live.register VALUES
    ('complaint', 'complaint', '3 years');
INSERT INTO live.register_step VALUES
    ('complaint', 'file', '', 'received', 'desk', '', false, false),
    ('complaint', 'look', 'received', 'looked-at', 'desk', '', false, false),
    ('complaint', 'answer', 'received', 'answered', 'desk', 'person-here', false, false),
    ('complaint', 'answer', 'looked-at', 'answered', 'desk', 'person-here', false, false),
    ('complaint', 'close', 'received', 'closed', 'desk', 'person-left', true, false),
    ('complaint', 'close', 'looked-at', 'closed', 'desk', 'person-left', true, false),
    ('complaint', 'close', 'answered', 'closed', 'desk', 'another', true, false),
    ('complaint', 'close', 'answered', 'closed', 'person', 'another', true, false);
INSERT INTO live.register VALUES
    ('impersonation', '', NULL);
INSERT INTO live.register_step VALUES
    ('impersonation', 'file', '', 'open', 'desk', '', false, false),
    ('impersonation', 'release', 'open', 'released', 'officer', '', true, false),
    ('impersonation', 'end', 'open', 'confirmed', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('measure', 'measure', '3 years');
INSERT INTO live.register_step VALUES
    ('measure', 'file', '', 'proposed', 'desk', '', false, false),
    ('measure', 'warn', 'proposed', 'warned', 'officer', 'uninvolved', false, false),
    ('measure', 'suspend', 'proposed', 'suspended', 'officer', 'uninvolved', false, false),
    ('measure', 'drop', 'proposed', 'dropped', 'officer', '', true, false),
    ('measure', 'object', 'warned', 'warning-objected', 'person', '', false, false),
    ('measure', 'object', 'suspended', 'suspension-objected', 'person', '', false, false),
    ('measure', 'uphold', 'warning-objected', 'closed', 'officer', 'uninvolved', true, false),
    ('measure', 'keep', 'suspension-objected', 'suspension-upheld', 'officer', 'uninvolved', false, false),
    ('measure', 'lift', 'warned', 'lifted', 'officer', '', true, false),
    ('measure', 'lift', 'suspended', 'lifted', 'officer', '', true, false),
    ('measure', 'lift', 'warning-objected', 'lifted', 'officer', '', true, false),
    ('measure', 'lift', 'suspension-objected', 'lifted', 'officer', '', true, false),
    ('measure', 'lift', 'suspension-upheld', 'lifted', 'officer', '', true, false),
    ('measure', 'lapse', 'suspended', 'lifted', 'officer', 'words-lost', true, false),
    ('measure', 'lapse', 'suspension-objected', 'lifted', 'officer', 'words-lost', true, false),
    ('measure', 'lapse', 'suspension-upheld', 'lifted', 'officer', 'words-lost', true, false),
    ('measure', 'end', 'suspended', 'ended', 'officer', 'uninvolved', false, false),
    ('measure', 'end', 'suspension-upheld', 'ended', 'officer', 'uninvolved', false, false),
    ('measure', 'close', 'suspended', 'closed', 'officer', 'person-left', true, false),
    ('measure', 'close', 'warning-objected', 'closed', 'officer', 'person-left', true, false),
    ('measure', 'close', 'suspension-objected', 'closed', 'officer', 'person-left', true, false),
    ('measure', 'close', 'suspension-upheld', 'closed', 'officer', 'person-left', true, false),
    ('measure', 'close', 'ended', 'closed', 'officer', 'person-left', true, false),
    ('measure', 'close', 'warned', 'closed', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('client', '', '3 years');
INSERT INTO live.register_step VALUES
    ('client', 'file', '', 'running', 'desk', '', false, false),
    ('client', 'change', 'running', 'running', 'desk', '', false, false),
    ('client', 'end', 'running', 'ended', 'desk', '', false, false),
    ('client', 'return', 'ended', 'returned', 'desk', '', true, false);
INSERT INTO live.register VALUES
    ('inspection', '', '10 years');
INSERT INTO live.register_step VALUES
    ('inspection', 'file', '', 'begun', 'desk', '', false, false),
    ('inspection', 'sound', 'begun', 'sound', 'officer', '', true, true),
    ('inspection', 'findings', 'begun', 'findings', 'officer', '', false, false),
    ('inspection', 'mend', 'findings', 'mended', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('impact', '', '5 years');
INSERT INTO live.register_step VALUES
    ('impact', 'file', '', 'begun', 'desk', '', false, false),
    ('impact', 'risks', 'begun', 'risks', 'desk', '', false, false),
    ('impact', 'measures', 'risks', 'measures', 'desk', '', false, false),
    ('impact', 'opinion', 'measures', 'opinion', 'officer', '', false, false),
    ('impact', 'sign', 'opinion', 'signed', 'officer', 'another', true, false),
    ('impact', 'back', 'risks', 'begun', 'officer', '', false, false),
    ('impact', 'back', 'measures', 'begun', 'officer', '', false, false),
    ('impact', 'back', 'opinion', 'begun', 'officer', '', false, false),
    ('impact', 'stop', 'begun', 'stopped', 'officer', '', true, false),
    ('impact', 'stop', 'risks', 'stopped', 'officer', '', true, false),
    ('impact', 'stop', 'measures', 'stopped', 'officer', '', true, false),
    ('impact', 'stop', 'opinion', 'stopped', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('insurance', '', '3 years');
INSERT INTO live.register_step VALUES
    ('insurance', 'file', '', 'held', 'desk', '', false, false),
    ('insurance', 'renew', 'held', 'held', 'desk', '', false, false),
    ('insurance', 'end', 'held', 'ended', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('self-check', '', '3 years');
INSERT INTO live.register_step VALUES
    ('self-check', 'file', '', 'begun', 'desk', '', false, false),
    ('self-check', 'answer', 'begun', 'begun', 'desk', '', false, false),
    ('self-check', 'close', 'begun', 'closed', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('task', '', '3 years');
INSERT INTO live.register_step VALUES
    ('task', 'file', '', 'open', 'desk', '', false, false),
    ('task', 'done', 'open', 'done', 'desk', '', true, false);
INSERT INTO live.register VALUES
    ('data-move', '', '3 years');
INSERT INTO live.register_step VALUES
    ('data-move', 'file', '', 'asked', 'desk', '', false, false),
    ('data-move', 'approve', 'asked', 'approved', 'officer', 'another', false, false),
    ('data-move', 'refuse', 'asked', 'refused', 'officer', '', true, false),
    ('data-move', 'begin', 'approved', 'running', 'desk', '', false, false),
    ('data-move', 'begin', 'running', 'running', 'desk', '', false, false),
    ('data-move', 'verify', 'running', 'verified', 'desk', '', false, false),
    ('data-move', 'verify', 'verified', 'verified', 'desk', '', false, false),
    ('data-move', 'cut', 'verified', 'cut', 'desk', '', false, false),
    ('data-move', 'cut', 'cut', 'cut', 'desk', '', false, false),
    ('data-move', 'empty', 'cut', 'cut', 'desk', '', false, false),
    ('data-move', 'back', 'running', 'running', 'desk', '', false, false),
    ('data-move', 'back', 'verified', 'running', 'desk', '', false, false),
    ('data-move', 'back', 'cut', 'running', 'desk', '', false, false),
    ('data-move', 'settle', 'cut', 'done', 'desk', '', true, false),
    ('data-move', 'end', 'running', 'done', 'desk', 'one-run', true, false),
    ('data-move', 'stop', 'approved', 'stopped', 'officer', '', true, false),
    ('data-move', 'stop', 'running', 'stopped', 'officer', '', true, false),
    ('data-move', 'stop', 'verified', 'stopped', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('alone', '', '3 years');
INSERT INTO live.register_step VALUES
    ('alone', 'file', '', 'done', 'desk', '', false, false),
    ('alone', 'look', 'done', 'seen', 'officer', 'never-alone', true, false);
INSERT INTO live.register VALUES
    ('impersonation-outcome', '', '7 days');
INSERT INTO live.register_step VALUES
    ('impersonation-outcome', 'file', '', 'open', 'desk', '', false, false),
    ('impersonation-outcome', 'told', 'open', 'told', 'officer', '', true, false);
INSERT INTO live.register VALUES
    ('request', 'rights-request', NULL);
INSERT INTO live.register_step VALUES
    ('request', 'file', '', 'unconfirmed', 'desk', '', false, false),
    ('request', 'confirm', 'unconfirmed', 'open', 'desk', '', false, false),
    ('request', 'answer', 'open', 'answered', 'desk', 'words-suffice', true, false),
    ('request', 'answer', 'postponed', 'answered', 'desk', 'words-suffice', true, false),
    ('request', 'answer', 'returned', 'answered', 'desk', 'words-suffice', true, false),
    ('request', 'do', 'open', 'done', 'desk', 'carried-out', true, false),
    ('request', 'do', 'postponed', 'done', 'desk', 'carried-out', true, false),
    ('request', 'do', 'returned', 'done', 'desk', 'carried-out', true, false),
    ('request', 'refuse', 'unconfirmed', 'refused', 'desk', '', true, false),
    ('request', 'refuse', 'open', 'refused', 'desk', '', true, false),
    ('request', 'refuse', 'postponed', 'refused', 'desk', '', true, false),
    ('request', 'refuse', 'returned', 'refused', 'desk', '', true, false),
    ('request', 'postpone', 'open', 'postponed', 'desk', '', false, false),
    ('request', 'resume', 'postponed', 'open', 'desk', '', false, false),
    ('request', 'cancel', 'unconfirmed', 'withdrawn', 'person', '', true, false),
    ('request', 'cancel', 'unconfirmed', 'withdrawn', 'desk', '', true, false),
    ('request', 'cancel', 'open', 'withdrawn', 'person', '', true, false),
    ('request', 'cancel', 'open', 'withdrawn', 'desk', '', true, false),
    ('request', 'cancel', 'postponed', 'withdrawn', 'person', '', true, false),
    ('request', 'cancel', 'postponed', 'withdrawn', 'desk', '', true, false),
    ('request', 'cancel', 'returned', 'withdrawn', 'person', '', true, false),
    ('request', 'cancel', 'returned', 'withdrawn', 'desk', '', true, false);
