-- Reviews of the ledger, breaches and alerts.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
