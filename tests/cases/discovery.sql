# Ways to look round a database that agents have not, each with the tool that its refusal names. {t} becomes the name of a
# visible table, of a hidden one and of one that never was: the three answers must not differ.

# tool: list_tables
SHOW TABLES;

# tool: list_tables
SHOW ALL TABLES;

# tool: list_tables
SHOW {t};

# tool: list_tables
FROM (SHOW TABLES);

# tool: list_tables
SELECT name FROM (SHOW ALL TABLES);

# tool: describe_table
DESCRIBE {t};

# tool: describe_table
DESC {t};

# tool: describe_table
DESCRIBE SELECT * FROM {t};

# tool: describe_table
SELECT column_name FROM (DESCRIBE {t});

# tool: summarize_table
SUMMARIZE {t};

# tool: summarize_table
SUMMARIZE SELECT * FROM {t};

# tool: summarize_table
SELECT max FROM (SUMMARIZE {t});

# tool: estimate_query
EXPLAIN SELECT * FROM {t};

# tool: estimate_query
EXPLAIN ANALYZE SELECT * FROM {t};

# tool: estimate_query
EXPLAIN (FORMAT json) SELECT * FROM {t};

# tool: describe_table
PRAGMA table_info('{t}');

# tool: list_tables
PRAGMA show_tables;

# tool: list_tables
PRAGMA database_list;

# tool: list_tables
FROM duckdb_tables();

# tool: list_tables
SELECT table_name FROM duckdb_tables;

# tool: describe_table
FROM duckdb_columns();

# tool: list_tables
SELECT sql FROM duckdb_views() WHERE view_name = '{t}';

# tool: list_tables
FROM duckdb_databases();

# tool: list_tables
FROM duckdb_schemas();

# tool: list_tables
FROM duckdb_indexes();

# tool: list_tables
FROM duckdb_constraints() WHERE table_name = '{t}';

# tool: list_tables
FROM duckdb_settings();

# tool: list_tables
FROM duckdb_functions();

# tool: describe_table
FROM pragma_table_info('{t}');

# tool: describe_table
FROM pragma_show('{t}');

# tool: summarize_table
FROM pragma_storage_info('{t}');

# tool: summarize_table
FROM duckdb_table_sample('{t}');

# tool: summarize_table
SELECT stats(id) FROM orders;

# tool: summarize_table
FROM summary((FROM orders));

# tool: list_tables
SELECT relname FROM pg_catalog.pg_class;

# tool: list_tables
SELECT tablename FROM pg_catalog.pg_tables;

# tool: list_tables
SELECT tablename FROM pg_tables;

# tool: describe_table
SELECT attname FROM pg_attribute;

# tool: list_tables
SELECT pg_get_viewdef(1);

# tool: list_tables
SELECT has_table_privilege('{t}', 'select');

# tool: list_tables
SELECT constraint_name FROM information_schema.table_constraints;

# tool: list_tables
SELECT * FROM information_schema.key_column_usage;

# tool: list_tables
SELECT * FROM sqlite_master;

# tool: list_tables
SELECT name FROM sqlite_schema;
