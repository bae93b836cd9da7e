"""The schema, all of it: the event store's tables and the read models'."""
