"""The db room: the embedded server, connections, the schema put together, and the driver that runs the verbs'
statements."""
