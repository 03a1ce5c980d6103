-- Cookies: the record of each choice. A browser is a keyed hash of the random number in its cookie: it leads to nobody who is a subject here,
-- and to no one at all once the cookie is gone.

CREATE TABLE live.cookie_choice (
    browser    bytea NOT NULL,
    number     bigint GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL,
    choice     text NOT NULL CHECK (choice IN ('all', 'ask', 'none')),
    allowed    text[] NOT NULL,                  -- cookie purposes, by the policy's names
    refused    text[] NOT NULL,
    told       boolean NOT NULL,                 -- made while Global Privacy Control was seen, and after the page had said so
    old_enough boolean NOT NULL,                 -- said to be of the age that the policy asks for
    policy     bytea NOT NULL,                   -- the digest of the policy that the page stood under
    until      date NOT NULL,                    -- the last day on which it is evidence of something
    PRIMARY KEY (browser, number)
);
CREATE INDEX cookie_choice_until ON live.cookie_choice (until);

-- statement cookies.chosen @live: A browser's choice is kept, with what it was about.
CREATE FUNCTION live.cookie_chosen(p_browser bytea, p_at timestamptz, p_choice text, p_allowed text[], p_refused text[], p_told boolean,
                                   p_old_enough boolean, p_policy bytea, p_until date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.cookie_choice (browser, at, choice, allowed, refused, told, old_enough, policy, until)
    VALUES (p_browser, p_at, p_choice, p_allowed, p_refused, p_told, p_old_enough, p_policy, p_until);
END $$;
-- statement cookies.choices @live: The choices of one browser, the newest first.
CREATE FUNCTION live.cookie_choices(p_browser bytea)
RETURNS TABLE (at timestamptz, choice text, allowed text[], refused text[], told boolean, policy bytea, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.at, c.choice, c.allowed, c.refused, c.told, c.policy, c.until FROM live.cookie_choice c
     WHERE c.browser = p_browser ORDER BY c.number DESC LIMIT 20;
END $$;
-- on which day each declared cookie was let out last: the list says which are set today. It names no browser.
CREATE TABLE live.cookie_set (name text PRIMARY KEY, day date NOT NULL);
-- statement cookies.let_out @live: Declared cookies were set on this day.
CREATE FUNCTION live.cookies_let_out(p_names text[], p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.cookie_set AS c SELECT n, p_day FROM unnest(p_names) AS u(n) ORDER BY n
    ON CONFLICT (name) DO UPDATE SET day = excluded.day WHERE c.day < excluded.day;
END $$;
-- statement cookies.set @live: On which day each declared cookie was set last.
CREATE FUNCTION live.cookies_set() RETURNS TABLE (name text, day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.name, c.day FROM live.cookie_set c ORDER BY c.name;
END $$;
-- statement cookies.forget @live: Choices that are no evidence any more go.
CREATE FUNCTION live.cookie_forget(p_today date, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE answer integer;
BEGIN
    WITH gone AS (DELETE FROM live.cookie_choice WHERE until < p_today AND ledger.day_past(until, p_at) RETURNING 1) SELECT count(*)::integer FROM gone INTO answer;
    RETURN answer;
END $$;

-- Uploads that nobody could scan yet: what waits, and what a later scan said. References, never a name or a content.
CREATE TABLE live.upload_waiting (
    subject uuid NOT NULL,
    record  uuid NOT NULL,
    file    bytea NOT NULL,                      -- the random number that the packed file carries
    kind    text NOT NULL,                       -- record kind and item, by the policy's names
    item    text NOT NULL,
    state   text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'clean', 'infected')),
    since   timestamptz NOT NULL,
    scanned timestamptz,
    PRIMARY KEY (subject, record, file)
);
CREATE INDEX upload_waiting_state ON live.upload_waiting (since) WHERE state = 'waiting';

-- statement uploads/uploads.wait @live: Files of a record wait for a scan.
CREATE FUNCTION live.upload_wait(p_subject uuid, p_record uuid, p_files bytea[], p_kind text, p_item text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.upload_waiting (subject, record, file, kind, item, since)
    SELECT r.subject, r.record, f, p_kind, p_item, p_at FROM live.record r CROSS JOIN unnest(p_files) AS f
     WHERE r.subject = p_subject AND r.record = p_record ON CONFLICT DO NOTHING;
END $$;
-- They go with their record (`live.records_gone`).
CREATE FUNCTION live.upload_over(p_subjects uuid[], p_records uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.upload_waiting w USING unnest(p_subjects, p_records) AS u(subject, record) WHERE w.subject = u.subject AND w.record = u.record;
END $$;
-- Those that wait longest, of records that still live: of the others the rows go.
-- statement uploads/uploads.due @live each: The files that have waited longest for a scan.
CREATE FUNCTION live.upload_due(p_most integer)
RETURNS TABLE (subject uuid, record uuid, file bytea, kind text, item text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    DELETE FROM live.upload_waiting w
     WHERE NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = w.subject AND r.record = w.record);
    RETURN QUERY SELECT w.subject, w.record, w.file, w.kind, w.item FROM live.upload_waiting w
                  WHERE w.state = 'waiting' ORDER BY w.since, w.file LIMIT p_most;
END $$;
-- statement uploads/uploads.scanned @live: What a later scan said of a file.
CREATE FUNCTION live.upload_scanned(p_subject uuid, p_record uuid, p_file bytea, p_state text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.upload_waiting SET state = p_state, scanned = p_at
     WHERE subject = p_subject AND record = p_record AND file = p_file AND state = 'waiting';
END $$;
-- What a verb may hand out of a person's files that nobody could scan when they came.
-- statement store/uploads.released @live: The files of a person that a later scan released from quarantine, with when.
CREATE FUNCTION live.uploads_released(p_subject uuid) RETURNS TABLE (file bytea, scanned timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT w.file, w.scanned FROM live.upload_waiting w WHERE w.subject = p_subject AND w.state = 'clean';
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.cookie_chosen(bytea, timestamptz, text, text[], text[], boolean, boolean, bytea, date), live.cookie_choices(bytea),
    live.cookies_let_out(text[], date), live.cookies_set(),
    live.cookie_forget(date, timestamptz), live.upload_wait(uuid, uuid, bytea[], text, text, timestamptz), live.upload_due(integer),
    live.upload_scanned(uuid, uuid, bytea, text, timestamptz), live.uploads_released(uuid) TO jikim_live;
