"""The REST API: every verb as a route, for applications with a key of their own. OpenAPI 3.1; problems are those of RFC 9457."""
