-- Moves: imports and exports that run by an approval.

-- INVARIANT: only what an officer who counts as a second person approved, for exactly this, begins; and an export once.
-- statement move.begin @live everywhere house: An approved import or export begins: as it was approved, within its days; an export once.
CREATE FUNCTION live.move_begin(p_move uuid, p_kind text, p_digest text, p_today date, p_as text, p_grant integer, p_entry ledger.entry,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m live.case_move; c record; approver text;
BEGIN
    m := live.case_judge('00000000-0000-0000-0000-000000000000', p_move, 'begin', NULL, p_as, p_grant, p_entry.at);
    SELECT x.kind, x.about, x.state, x.due INTO c FROM live.house_case x WHERE x.id = p_move AND x.register = 'data-move';
    SELECT split_part(s.who, ':', 2) INTO approver FROM live.house_case_step s WHERE s.id = p_move AND s.step = 'approve' ORDER BY s.n DESC LIMIT 1;
    IF m.outcome IN ({allowed}, {settled}) THEN
        m.outcome := CASE
            WHEN approver IS NULL OR m.outcome = {settled} OR c.kind IS DISTINCT FROM p_kind OR c.about IS DISTINCT FROM p_digest OR c.due < p_today
              OR (p_kind = 'export' AND c.state <> 'approved') THEN {not_approved}
            WHEN NOT live.officer_counts(approver, p_entry.at) THEN {new_officer}
            ELSE {allowed} END;
    END IF;
    PERFORM live.case_moved(m, p_entry);
    outcome := m.outcome;
    IF outcome = {allowed} THEN
        INSERT INTO live.moving VALUES (p_move, p_kind, m.to_) ON CONFLICT (move) DO UPDATE SET state = excluded.state;
    END IF;
END $$;
-- A move goes one step on, here and on every server. Over, it is known no more; of a record kind until the kind is free (`live.moving_begin`).
-- statement move.step @live everywhere house: A move goes one step on.
CREATE FUNCTION live.move_step(p_id uuid, p_step text, p_words bytea, p_said bytea, p_was bytea, p_due date, p_files bytea, p_as text, p_grant integer,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m live.case_move := live.case_stepped('00000000-0000-0000-0000-000000000000', p_id, p_step, p_words, p_said, p_was, p_due, p_files, p_as, p_grant,
    p_entry);
BEGIN
    outcome := m.outcome;
    IF outcome = {allowed} THEN
        UPDATE live.moving v SET state = m.to_ WHERE v.move = p_id;
        DELETE FROM live.moving v WHERE v.move = p_id AND v.kind IS NULL AND m.closes;
    END IF;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.move_begin(uuid, text, text, date, text, integer, ledger.entry),
    live.move_step(uuid, text, bytea, bytea, bytea, date, bytea, text, integer, ledger.entry) TO jikim_live;
