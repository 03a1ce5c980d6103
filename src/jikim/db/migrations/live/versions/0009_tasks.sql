-- Tasks, and what comes in on paper, by phone and from partners.

-- A task: what is to be done, by whom and until when. `about` is a reference (a request's number, a promise), never a personal value; what a
-- handler writes of it lies sealed under a key of the task's own, and goes with it.
CREATE TABLE live.task (
    task   uuid PRIMARY KEY,
    kind   text NOT NULL,
    about  text NOT NULL,
    owner  text,                                 -- the handler's short name; none: nobody's yet
    due    date NOT NULL,
    ko     text NOT NULL,
    en     text NOT NULL,
    href   text NOT NULL,
    said   bytea,                                -- what a handler wrote when they filed it: sealed
    opened timestamptz NOT NULL,
    closed timestamptz,
    by     text,                                 -- who did it
    done   bytea                                 -- how it was done: sealed
);
-- Two that find the same thing file one task.
CREATE UNIQUE INDEX task_about ON live.task (kind, about) WHERE closed IS NULL;
CREATE INDEX task_due ON live.task (due, task) WHERE closed IS NULL;
CREATE INDEX task_closed ON live.task (closed, task) WHERE closed IS NOT NULL;

CREATE FUNCTION live.task_owner(p_handler text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT h.handler FROM live.handler h WHERE h.handler = p_handler AND h."left" IS NULL AND h.kind <> 'staff'
$$;
CREATE FUNCTION live.task_file(p_task uuid, p_kind text, p_about text, p_owner text, p_due date, p_ko text, p_en text, p_href text, p_said bytea,
    p_entry uuid, p_at timestamptz, p_fact text, p_who bytea, OUT task uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO live.task (task, kind, about, owner, due, ko, en, href, said, opened)
    VALUES (p_task, p_kind, p_about, live.task_owner(p_owner), p_due, p_ko, p_en, p_href, p_said, p_at)
    ON CONFLICT (kind, about) WHERE closed IS NULL DO NOTHING;
    IF FOUND THEN
        task := p_task;
        INSERT INTO ledger.inbox (entry, at, fact, who, outcome, blocker) VALUES (p_entry, p_at, p_fact, p_who, 0, p_task);
    ELSE
        SELECT t.task INTO task FROM live.task t WHERE t.kind = p_kind AND t.about = p_about AND t.closed IS NULL;
    END IF;
END $$;
-- From whoever had it when the page was read: of two who take it at once, the second is told.
CREATE FUNCTION live.task_give(p_task uuid, p_from text, p_to text, p_entry uuid, p_at timestamptz, p_fact text, p_who bytea, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.task t SET owner = p_to
     WHERE t.task = p_task AND t.closed IS NULL AND t.owner IS NOT DISTINCT FROM p_from AND live.task_owner(p_to) IS NOT NULL;
    outcome := CASE WHEN FOUND THEN 0 WHEN NOT EXISTS (SELECT FROM live.task t WHERE t.task = p_task) THEN 1
                    WHEN live.task_owner(p_to) IS NULL THEN 16 ELSE 12 END;
    INSERT INTO ledger.inbox (entry, at, fact, who, outcome, blocker) VALUES (p_entry, p_at, p_fact, p_who, outcome, p_task);
END $$;
CREATE FUNCTION live.task_done(p_task uuid, p_by text, p_done bytea, p_entry uuid, p_at timestamptz, p_fact text, p_who bytea, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.task t SET closed = p_at, by = p_by, done = p_done WHERE t.task = p_task AND t.closed IS NULL;
    outcome := CASE WHEN FOUND THEN 0 WHEN EXISTS (SELECT FROM live.task t WHERE t.task = p_task) THEN 12 ELSE 1 END;
    INSERT INTO ledger.inbox (entry, at, fact, who, outcome, blocker) VALUES (p_entry, p_at, p_fact, p_who, outcome, p_task);
END $$;
-- `p_whose`: names, '' for what is nobody's (or of somebody who has left); none: everyone's
CREATE FUNCTION live.tasks_open(p_whose text[], p_due date, p_task uuid, p_limit integer) RETURNS TABLE (
    task uuid, kind text, about text, owner text, here boolean, due date, ko text, en text, href text, said bytea, opened timestamptz,
    closed timestamptz, by text, done bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task, t.kind, t.about, t.owner, o.owner IS NOT NULL, t.due, t.ko, t.en, t.href, t.said, t.opened, t.closed, t.by, t.done
      FROM live.task t CROSS JOIN LATERAL (SELECT live.task_owner(t.owner) AS owner) o
     WHERE t.closed IS NULL AND (p_whose IS NULL OR coalesce(o.owner, '') = ANY (p_whose))
       AND (p_task IS NULL OR (t.due, t.task) > (p_due, p_task))
     ORDER BY t.due, t.task LIMIT p_limit
$$;
CREATE FUNCTION live.tasks_closed(p_at timestamptz, p_task uuid, p_limit integer) RETURNS TABLE (
    task uuid, kind text, about text, owner text, here boolean, due date, ko text, en text, href text, said bytea, opened timestamptz,
    closed timestamptz, by text, done bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task, t.kind, t.about, t.owner, true, t.due, t.ko, t.en, t.href, t.said, t.opened, t.closed, t.by, t.done FROM live.task t
     WHERE t.closed IS NOT NULL AND (p_task IS NULL OR (t.closed, t.task) < (p_at, p_task)) ORDER BY t.closed DESC, t.task DESC LIMIT p_limit
$$;
CREATE FUNCTION live.task_of(p_task uuid) RETURNS TABLE (
    task uuid, kind text, about text, owner text, here boolean, due date, ko text, en text, href text, said bytea, opened timestamptz,
    closed timestamptz, by text, done bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task, t.kind, t.about, t.owner, live.task_owner(t.owner) IS NOT NULL, t.due, t.ko, t.en, t.href, t.said, t.opened, t.closed, t.by, t.done
      FROM live.task t WHERE t.task = p_task
$$;
CREATE FUNCTION live.tasks_over(p_before timestamptz, p_limit integer) RETURNS TABLE (task uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT t.task FROM live.task t WHERE t.closed < p_before ORDER BY t.closed LIMIT p_limit
$$;
CREATE FUNCTION live.task_forget(p_task uuid, p_entry uuid, p_at timestamptz, p_fact text, p_who bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.task t WHERE t.task = p_task AND t.closed IS NOT NULL;
    INSERT INTO ledger.inbox (entry, at, fact, who, outcome, blocker) VALUES (p_entry, p_at, p_fact, p_who, 0, p_task);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.task_file(uuid, text, text, text, date, text, text, text, bytea, uuid, timestamptz, text, bytea),
    live.task_give(uuid, text, text, uuid, timestamptz, text, bytea), live.task_done(uuid, text, bytea, uuid, timestamptz, text, bytea),
    live.tasks_open(text[], date, uuid, integer), live.tasks_closed(timestamptz, uuid, integer), live.task_of(uuid),
    live.tasks_over(timestamptz, integer), live.task_forget(uuid, uuid, timestamptz, text, bytea)
    TO jikim_live;
