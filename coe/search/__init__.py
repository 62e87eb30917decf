"""Search: the words of initiatives as a record table, an index of the database over it, and queries that never fail."""
