-- The run of a restore, in the live database and in the archive: what rows are sealed under is told, and rows that no key opens go, by its number alone.

-- INVARIANT: at most one; a second try begins it anew under a number of its own. While it runs nobody else works here.
CREATE TABLE ledger.restoring (one boolean PRIMARY KEY DEFAULT true CHECK (one), run uuid NOT NULL);
-- statement restore.begin.{database} @live @archive: After a restore: a run begins, by whose number alone the next four may be called.
CREATE FUNCTION ledger.restore_begin(p_run uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO ledger.restoring (run) VALUES (p_run) ON CONFLICT (one) DO UPDATE SET run = excluded.run;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_run);
END $$;
-- statement restore.end.{database} @live @archive: The run is over, and what it did is recorded.
CREATE FUNCTION ledger.restore_end(p_run uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM ledger.restoring WHERE run = p_run;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_run);
END $$;
CREATE FUNCTION ledger.expect_restore(p_run uuid) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger.restoring r WHERE r.run = p_run) THEN RAISE EXCEPTION 'no such restore runs'; END IF;
END $$;
REVOKE ALL ON FUNCTION ledger.restore_begin(uuid, ledger.entry), ledger.restore_end(uuid, ledger.entry), ledger.expect_restore(uuid) FROM PUBLIC;
