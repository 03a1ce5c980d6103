"""The REST API: every verb over HTTP, for a company's own programs. It decides nothing: an application is an actor like
any other."""
