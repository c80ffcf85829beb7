"""SQL as trees: reading, checking, naming, repairing and writing statements. The only room that knows sqlglot."""
