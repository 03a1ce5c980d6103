"""The jobs room: what the clock does, where each job may be killed anywhere and run again, in any number of processes."""
