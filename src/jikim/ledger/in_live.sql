-- What the live database has of the ledger beside its inbox and terms; the tree is in a database of its own.

-- A denial, or any entry that changes nothing else.
-- statement store/deny @live: A denial, recorded.
CREATE FUNCTION ledger.deny(p_entry ledger.entry, p_subject uuid, p_record uuid, p_items integer[], p_outcome integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.record(p_entry, p_outcome, subject => p_subject, record => p_record, items => p_items);
END $$;
-- statement backup/set.note @live: An entry about a set of the keys, or of a server's files.
-- statement jobs/people.moved @live: An entry about people who go to another server.
-- statement store/note @live: What was looked at or done, where no statement of its own records it.
CREATE FUNCTION ledger.note(p_entry ledger.entry, p_subject uuid, p_record uuid, p_items integer[], p_outcome integer DEFAULT {allowed}) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.record(p_entry, p_outcome, subject => p_subject, record => p_record, items => p_items);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO jikim_live;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger TO jikim_live;
GRANT EXECUTE ON FUNCTION ledger.deny(ledger.entry, uuid, uuid, integer[], integer) TO jikim_live;
REVOKE EXECUTE ON FUNCTION ledger.record(ledger.entry, integer, uuid, uuid, integer, integer[], uuid), ledger.further(ledger.entry, bigint),
    ledger.expect_restore(uuid) FROM jikim_live;
