-- What handlers read of many, and the reports.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
