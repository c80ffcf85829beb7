# Statements that compare texts by their meaning and cannot: the code, and words of the message. They are asked over the
# notes of tests/layer/test_hybrid_errors.py. ``params`` is JSON; ``by`` is how it is asked, when that is not run_query.

# code: bad_argument
# says: threshold from -1 to 1
SELECT id FROM notes WHERE semantic_match(body, 'x', 1.01);

# code: bad_argument
# says: threshold from -1 to 1
SELECT id FROM notes WHERE semantic_match(body, 'x', -1.5);

# code: bad_argument
# says: threshold from -1 to 1
SELECT id FROM notes WHERE semantic_match(body, 'x', threshold => 70);

# code: bad_argument
# says: threshold from -1 to 1
SELECT id FROM notes WHERE semantic_match(body, 'x', threshold := 1e300);

# code: bad_argument
# says: threshold from -1 to 1
SELECT id FROM notes WHERE semantic_match(body, 'x', 1e999);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', '0.5');

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', true);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', NULL);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', [0.5]);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', {'least': 0.5});

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', price);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', 0.2 + 0.3);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', (SELECT 0.5));

# code: bad_argument
# says: threshold from -1 to 1
SELECT id FROM notes WHERE semantic_match(body, 'x', 1_000);

# code: not_allowed
# says: run into one
SELECT id FROM notes WHERE semantic_match(body, 'x', 0x1);

# code: bad_argument
# says: a number as its threshold
SELECT id FROM notes WHERE semantic_match(body, 'x', - -0.5);

# code: bad_argument
# says: threshold from -1 to 1
# params: ["0.5"]
SELECT id FROM notes WHERE semantic_match(body, 'x', ?);

# code: bad_argument
# says: threshold from -1 to 1
# params: [true]
SELECT id FROM notes WHERE semantic_match(body, 'x', ?);

# code: bad_argument
# says: threshold from -1 to 1
# params: [null]
SELECT id FROM notes WHERE semantic_match(body, 'x', ?);

# code: bad_argument
# says: threshold from -1 to 1
# params: [[0.5]]
SELECT id FROM notes WHERE semantic_match(body, 'x', ?);

# code: bad_argument
# says: threshold from -1 to 1
# params: [{"least": 0.5}]
SELECT id FROM notes WHERE semantic_match(body, 'x', ?);

# code: bad_argument
# says: threshold from -1 to 1
# params: [NaN]
SELECT id FROM notes WHERE semantic_match(body, 'x', ?);

# code: bad_argument
# says: threshold from -1 to 1
# params: [Infinity]
SELECT id FROM notes WHERE semantic_match(body, 'x', $1);

# code: bad_argument
# says: threshold from -1 to 1
# params: {"least": -2}
SELECT id FROM notes WHERE semantic_match(vec, 'x', threshold => $least);

# code: bad_argument
# says: threshold from -1 to 1
# params: {"least": "near"}
SELECT a.id FROM notes a JOIN notes b ON semantic_match(a.body, b.body, threshold := $least);

# code: bad_argument
# says: a text, a parameter or a column
SELECT id FROM notes WHERE semantic_match(body, 7);

# code: bad_argument
# says: a text, a parameter or a column
SELECT id FROM notes WHERE semantic_match(body, ['x']);

# code: bad_argument
# says: a text, a parameter or a column
SELECT id FROM notes WHERE semantic_match(body, 'a' || 'b');

# code: bad_argument
# says: a text, a parameter or a column
SELECT id FROM notes WHERE semantic_match(body, (SELECT 'x'));

# code: bad_argument
# says: a text, a parameter or a column
SELECT id FROM notes WHERE semantic_match(body, lower(title));

# code: bad_argument
# says: takes a text as its second argument
# params: [7]
SELECT id FROM notes WHERE semantic_match(body, ?);

# code: bad_argument
# says: takes a text as its second argument
# params: [7]
SELECT id, semantic_rank(body, $1) FROM notes;

# code: bad_argument
# says: takes a text as its second argument
# params: {"q": ["x"]}
SELECT id, semantic_rank(body, $q) FROM notes;

# code: bad_argument
# says: takes a text as its second argument
# params: [[1, 0, 0, 0, 0, 0, 0, 0]]
SELECT id, semantic_rank(vec, ?) FROM notes;

# code: bad_argument
# says: not INTEGER
SELECT id FROM notes WHERE semantic_match(id, 'x');

# code: bad_argument
# says: not DATE
SELECT id FROM notes WHERE vector_match(day, 'x');

# code: bad_argument
# says: not BOOLEAN
SELECT id, semantic_rank(flag, 'x') FROM notes;

# code: bad_argument
# says: not DECIMAL
SELECT id, semantic_rank(price, 'x') FROM notes;

# code: bad_argument
# says: not VARCHAR[]
SELECT id, semantic_rank(tags, 'x') FROM notes;

# code: bad_argument
# says: not BLOB
SELECT id, semantic_rank(data, 'x') FROM notes;

# code: bad_argument
# says: not INTEGER[3]
SELECT id, semantic_rank(whole, 'x') FROM notes;

# code: bad_argument
# says: not STRUCT
SELECT id, semantic_rank(pair, 'x') FROM notes;

# code: bad_argument
# says: vectors of 3 numbers
SELECT id, semantic_rank(short, 'x') FROM notes;

# code: bad_argument
# says: is computed
SELECT id, semantic_rank(t, 'x') FROM (SELECT id, lower(body) AS t FROM notes);

# code: bad_argument
# says: is computed
SELECT id, semantic_rank(t, 'x') FROM (SELECT id, 'y' AS t FROM notes);

# code: bad_argument
# says: is computed
WITH x(t) AS (SELECT max(body) FROM notes) SELECT semantic_rank(t, 'x') FROM x;

# code: bad_argument
# says: is computed
SELECT semantic_rank(t, 'x') FROM (VALUES ('a'), ('b')) v(t);

# code: bad_argument
# says: is computed
SELECT semantic_rank(range, 'x') FROM range(3);

# code: bad_argument
# says: a column
SELECT id, semantic_rank(lower(body), 'x') FROM notes;

# code: bad_argument
# says: a column
SELECT id, semantic_rank('x', body) FROM notes;

# code: bad_argument
# says: a column
SELECT id, semantic_rank('x', 'y') FROM notes;

# code: bad_argument
# says: a column
# params: ["x", "y"]
SELECT id, semantic_rank(?, ?) FROM notes;

# code: bad_argument
# says: a column
SELECT id, semantic_rank(NULL, 'x') FROM notes;

# code: bad_argument
# says: a column
SELECT id, semantic_rank(body || title, 'x') FROM notes;

# code: bad_argument
# says: a column
SELECT id, semantic_rank(tags[1], 'x') FROM notes;

# code: bad_argument
# says: a column
SELECT id, semantic_rank(CAST(id AS VARCHAR), 'x') FROM (SELECT 1 AS id);

# code: bad_argument
# says: a column
SELECT semantic_rank(*, 'x') FROM notes;

# code: bad_argument
# says: a column
SELECT semantic_rank(notes.*, 'x') FROM notes;

# code: bad_argument
# says: a column
SELECT semantic_rank(COLUMNS(*), 'x') FROM notes;

# code: bad_argument
# says: is computed
SELECT semantic_rank(notes, 'x') FROM notes;

# code: bad_argument
# says: is computed
SELECT semantic_match(n, 'x') FROM notes n;

# code: bad_argument
# says: is computed
SELECT semantic_match(pair.a, 'x') FROM notes n;

# code: bad_argument
# says: is computed
SELECT id FROM notes WHERE semantic_match(about.place, 'x');

# code: bad_argument
# says: is computed
SELECT id FROM notes n WHERE semantic_match(n.about.place.name, 'x');

# code: bad_argument
# says: is computed
SELECT semantic_rank(body.length, 'x') FROM notes;

# code: unknown_name
# says: notes.missing
SELECT id FROM notes WHERE semantic_match(notes.missing, 'x');

# code: bad_argument
# says: one text
SELECT a.id FROM notes a JOIN notes b ON semantic_match(a.vec, b.vec);

# code: bad_argument
# says: one text
SELECT id FROM notes WHERE semantic_match(vec, body);

# code: bad_argument
# says: one text
SELECT id FROM notes WHERE semantic_match(body, vec);

# code: unknown_name
# says: hidden
SELECT id FROM notes WHERE semantic_match(hidden, 'x');

# code: unknown_name
# says: hidden
SELECT id FROM notes WHERE semantic_match(body, hidden);

# code: unknown_name
# says: missing
SELECT id FROM notes WHERE semantic_match(missing, 'x');

# code: unknown_name
# says: missing
SELECT id FROM notes WHERE semantic_match(body, missing);

# code: unknown_name
# says: n.hidden
SELECT id FROM notes n WHERE semantic_match(n.hidden, 'x');

# code: unknown_name
# says: vault
SELECT body FROM vault WHERE semantic_match(body, 'x');

# code: unknown_name
# says: z.body
SELECT id FROM notes n WHERE semantic_match(z.body, 'x');

# code: unknown_name
# says: body
SELECT semantic_match(body, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM notes WHERE semantic_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id, semantic_rank(body, masked) FROM notes;

# code: policy_denied
# says: notes.masked is masked for you
SELECT a, semantic_rank(b, 'x') FROM (SELECT id, masked FROM notes) AS t(a, b);

# code: policy_denied
# says: notes.masked is masked for you
SELECT semantic_rank(t, 'x') FROM (SELECT body AS t FROM notes UNION ALL SELECT masked FROM notes);

# code: policy_denied
# says: notes.masked is masked for you
WITH x AS (SELECT * FROM notes) SELECT id FROM x WHERE vector_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT *, 1 AS one FROM notes) AS x WHERE semantic_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT * EXCLUDE (tags) FROM notes) AS x WHERE semantic_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT * REPLACE (masked AS body) FROM notes) AS x WHERE semantic_match(body, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT * RENAME (masked AS body, body AS b) FROM notes) AS x WHERE semantic_match(body, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT n.* FROM notes AS n, notes AS m) AS x WHERE semantic_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT * FROM notes JOIN (SELECT id AS i FROM notes) ON id = i) AS x WHERE semantic_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT * FROM notes JOIN (SELECT masked FROM notes) USING (masked)) AS x WHERE semantic_match(masked, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT id FROM (SELECT masked AS t, * FROM notes) AS x WHERE semantic_match(t, 'x');

# code: policy_denied
# says: notes.masked is masked for you
SELECT a FROM (SELECT n.* FROM notes AS n) AS x(a, b, c, d) WHERE semantic_match(d, 'x');

# code: unknown_name
# says: hidden
SELECT id FROM (SELECT *, 1 AS one FROM notes) AS x WHERE semantic_match(hidden, 'x');

# code: unknown_name
# says: hidden
SELECT id FROM (SELECT * RENAME (body AS b) FROM notes) AS x WHERE semantic_match(hidden, 'x');

# code: unknown_name
# says: hidden
SELECT id FROM (SELECT n.* FROM notes AS n) AS x WHERE semantic_match(hidden, 'x');

# code: bad_argument
# says: computed
SELECT 1 FROM (SELECT * FROM notes AS n, notes AS m) AS x WHERE semantic_match(body, 'x');

# code: bad_argument
# says: computed
SELECT 1 FROM (SELECT *, 'x' AS body FROM notes) AS x WHERE semantic_match(body, 'x');

# code: bad_argument
# says: computed
SELECT 1 FROM (SELECT * REPLACE (upper(body) AS body) FROM notes) AS x WHERE semantic_match(body, 'x');

# code: bad_argument
# says: takes a column and a text
SELECT semantic_match() FROM notes;

# code: bad_argument
# says: takes a column and a text, and a threshold where one is wanted
SELECT semantic_match(body) FROM notes;

# code: bad_argument
# says: takes a column and a text
SELECT semantic_match(body, 'x', 0.5, 0.6) FROM notes;

# code: bad_argument
# says: takes a column and a text
SELECT semantic_match(body, 'x', 0.5, threshold => 0.6) FROM notes;

# code: bad_argument
# says: takes a column and a text
SELECT semantic_rank(body, 'x', 0.5) FROM notes;

# code: bad_argument
# says: takes a column and a text
SELECT semantic_match(body, threshold => 0.6) FROM notes;

# code: bad_argument
# says: no argument of that name
SELECT semantic_rank(body, 'x', threshold => 0.5) FROM notes;

# code: bad_argument
# says: no argument of that name
SELECT semantic_match(body, 'x', least => 0.5) FROM notes;

# code: bad_argument
# says: a named argument before
SELECT semantic_match(threshold => 0.5, body, 'x') FROM notes;

# code: not_allowed
# says: by its name alone
SELECT semantic_rank(body, 'x') OVER () FROM notes;

# code: not_allowed
# says: by its name alone
SELECT semantic_rank(body, 'x') OVER (PARTITION BY id) FROM notes;

# code: not_allowed
# says: by its name alone
SELECT semantic_match(body, 'x') FILTER (WHERE id > 1) FROM notes;

# code: bad_argument
# says: takes a column and a text
SELECT semantic_match(DISTINCT body, 'x') FROM notes;

# code: not_allowed syntax_error unknown_name
SELECT main.semantic_match(body, 'x') FROM notes;

# code: not_allowed syntax_error unknown_name
SELECT body.semantic_match('x') FROM notes;

# code: not_allowed
# says: lambda or PIVOT
SELECT list_filter(tags, t -> semantic_match(body, 'x')) FROM notes;

# code: not_allowed
# says: lambda or PIVOT
SELECT list_transform(tags, lambda t: semantic_rank(body, 'x')) FROM notes;

# code: not_allowed
# says: lambda or PIVOT
SELECT [semantic_rank(body, 'x') FOR t IN tags] FROM notes;

# code: not_allowed
# says: lambda or PIVOT
PIVOT notes ON title USING max(semantic_rank(body, 'x'));

# code: not_allowed
# says: lambda or PIVOT
SELECT * FROM notes PIVOT (max(semantic_rank(body, 'x')) FOR title IN ('a', 'b'));

# code: not_allowed
# says: does not stand in FROM
SELECT * FROM semantic_match('notes', 'x');

# code: not_allowed
# says: does not stand in FROM
FROM vector_match(body, 'x');

# code: not_allowed
# says: does not stand in FROM
SELECT n.id FROM notes n, LATERAL semantic_rank(n.body, 'x');

# code: bad_argument
# says: parameters do not fit
SELECT id FROM notes WHERE semantic_match(body, ?);

# code: bad_argument
# says: parameters do not fit
# params: ["x", 0.5]
SELECT id FROM notes WHERE semantic_match(body, ?);

# code: bad_argument
# says: parameters do not fit
# params: {"p": "x"}
SELECT id FROM notes WHERE semantic_match(body, $q);

# code: bad_argument
# says: parameters do not fit
# params: {"q": "x", "p": 1}
SELECT id FROM notes WHERE semantic_match(body, $q);

# code: bad_argument
# says: a list or a mapping
# params: "x"
SELECT id FROM notes WHERE semantic_match(body, ?);

# code: bad_argument
# says: parameters do not fit
# params: ["x"]
SELECT id FROM notes WHERE semantic_match(body, $2);

# code: wrong_type syntax_error execution_failed
SELECT id FROM notes WHERE semantic_match(body, 'x') + 'y';

# code: wrong_type syntax_error execution_failed not_allowed
SELECT semantic_rank(body, 'x') + interval 1 day FROM notes;

# code: syntax_error
SELECT body, semantic_rank(title, 'x') FROM notes GROUP BY ROLLUP (body);

# code: syntax_error unknown_name
SELECT id FROM notes a, notes b WHERE semantic_match(body, 'x');

# code: not_allowed
# says: by their meaning
# by: execute_sql
UPDATE notes SET title = 'y' WHERE semantic_match(body, 'x');

# code: not_allowed
# says: by their meaning
# by: execute_sql
DELETE FROM notes WHERE id IN (SELECT id FROM notes WHERE vector_match(body, 'x', 0.4));

# code: not_allowed
# says: by their meaning
# by: execute_sql
INSERT INTO notes (id, title) SELECT id, semantic_rank(body, 'x')::VARCHAR FROM notes;

# code: not_allowed
# says: by their meaning
# by: execute_sql
UPDATE notes SET title = 'y' WHERE id = 1 RETURNING semantic_rank(body, 'x');

# code: not_allowed
# says: by their meaning
# by: execute_sql
DELETE FROM notes WHERE id IN (SELECT id FROM JOIN_VECTOR('notes', 'body', 'x', 3));

# code: not_allowed
# says: queries of tables only
# by: audit_query
SELECT * FROM audit WHERE semantic_match(agent, 'x');

# code: not_allowed
# says: queries of tables only
# by: audit_query
SELECT semantic_rank(agent, 'x') FROM audit;

# code: not_allowed unknown_name
# by: audit_query
SELECT * FROM JOIN_VECTOR('audit', 'agent', 'x', 3);

# code: bad_argument
# says: takes 3 or 4 arguments
SELECT * FROM JOIN_VECTOR('notes', 'x');

# code: bad_argument
# says: a number of rows
SELECT * FROM JOIN_VECTOR('notes', 'body', 'x', 'y');

# code: bad_argument
# says: a number of rows
SELECT * FROM hatidata_context('notes', 'x', -1);

# code: unknown_name
# says: vault
SELECT * FROM JOIN_VECTOR('vault', 'body', 'x');

# code: unknown_name
# says: nowhere
SELECT * FROM hatidata_context('nowhere', 'x');

# code: unknown_name
# says: hidden
SELECT * FROM JOIN_VECTOR('notes', 'hidden', 'x');

# code: policy_denied
# says: masked for you
SELECT * FROM JOIN_VECTOR('notes', 'masked', 'x');

# code: bad_argument
# says: given by its name
# params: ["notes"]
SELECT * FROM JOIN_VECTOR(?, 'body', 'x');

# code: bad_argument
# says: not INTEGER
SELECT * FROM JOIN_VECTOR('notes', 'id', 'x');

# code: bad_argument
# says: a column of vectors
SELECT * FROM hatidata_rag_context('notes', 'body', [0.1, 0.2]);

# code: not_allowed unknown_name
SELECT JOIN_VECTOR('notes', 'body', 'x');

# code: bad_argument
# says: no such mode
SELECT semantic_rank(body, 'x', mode => 'lexical') FROM notes;

# code: bad_argument
# says: no such mode
SELECT semantic_rank(body, 'x', mode => 0.5) FROM notes;

# code: bad_argument
# says: as a text and not as a parameter
SELECT semantic_rank(body, 'x', mode => ?) FROM notes;

# code: bad_argument
# says: no such mode
SELECT semantic_rank(body, 'x', mode => title) FROM notes;

# code: bad_argument
# says: no such mode
SELECT semantic_rank(body, 'x', MODE := NULL) FROM notes;

# code: bad_argument
# says: semantic_rank(column, 'text', mode => 'hybrid')
SELECT semantic_rank(body, 'x', 'hybrid') FROM notes;

# code: bad_argument
# says: no argument of that name. Hint: the only one is threshold
SELECT semantic_match(body, 'x', mode => 'hybrid') FROM notes;

# code: bad_argument
# says: goes by 'hybrid' for a column of texts
SELECT semantic_rank(vec, 'x', mode => 'hybrid') FROM notes;

# code: bad_argument
# says: goes by 'hybrid' for a column of texts
SELECT semantic_rank(body, title, mode => 'hybrid') FROM notes;

# code: bad_argument
# says: no such mode
SELECT * FROM JOIN_VECTOR('notes', 'body', 'x', 3, mode => 'words');

# code: bad_argument
# says: takes 3 or 4 arguments
SELECT * FROM JOIN_VECTOR('notes', 'body', mode => 'hybrid');

# code: bad_argument
# says: The last argument of hatidata_rag_context is a number of rows
SELECT * FROM hatidata_rag_context('notes', 'vec', [1.0], mode => 'hybrid');

# code: unknown_name
# says: call list_tables()
SELECT id FROM hatidata_context('nots', 'x', 3);

# code: bad_argument
# says: short has vectors of 3 numbers; that of the question has 2.
SELECT * FROM hatidata_rag_context('notes', 'short', [1.0, 2.0]);

# code: bad_argument
# says: is a query of WITH here
WITH notes AS (SELECT * FROM notes WHERE id = 2) SELECT id FROM JOIN_VECTOR(notes, body, 'x', 5);

# code: bad_argument
# says: is a query of WITH here
WITH Notes AS (SELECT 1 AS id) SELECT id FROM hatidata_context('notes', 'x', 5);

# code: bad_argument
# says: is a query of WITH here
WITH notes AS (SELECT 1 AS id) SELECT id FROM hatidata_rag_context("NOTES", short, [1, 2, 3], 5);

# code: bad_argument
# says: is a query of WITH here
WITH c AS (SELECT * FROM notes) SELECT id FROM JOIN_VECTOR('c', 'body', 'x', 5);

# code: bad_argument
# says: is a query of WITH here
WITH notes AS (SELECT 1 AS id), d AS (SELECT id FROM JOIN_VECTOR(notes, body, 'x', 5)) SELECT id FROM d;

# code: bad_argument
# says: is a query of WITH here
SELECT (WITH notes AS (SELECT 1 AS id) SELECT max(id) FROM (SELECT * FROM JOIN_VECTOR(notes, body, 'x', 5)));

# code: bad_argument
# says: is a query of WITH here
WITH RECURSIVE notes AS (SELECT 1 AS id UNION ALL SELECT id FROM JOIN_VECTOR(notes, body, 'x', 5)) SELECT id FROM notes;
