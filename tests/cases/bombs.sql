# Statements that would hold up the host, or take its memory. tests/security/test_bombs.py runs each: as an agent, where
# it has to be refused or stopped; and in the soak also on a plain connection, where it takes over 10 seconds or 1 GB.
# bomb: name | the error that stops it, or "answer" where only a part is returned
# process: yes, where only a worker process stops it (docs/limits.md, "What is left"): without one it does its harm to an
# agent's host, too. `letters` has 300 texts of 100 kB, `documents` one of 30 MB.

# bomb: endless cross join | timeout
SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range * b.range % 7 = 3;

# bomb: endless recursion | timeout
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) AS n FROM r;

# bomb: endless sort | timeout/limit_exceeded
SELECT max(x) AS n FROM (SELECT hash(range) AS x FROM range(20000000000) ORDER BY x LIMIT 1 OFFSET 1000000);

# bomb: endless distinct values | timeout/limit_exceeded
SELECT count(*) AS n FROM (SELECT DISTINCT hash(range) FROM range(2000000000));

# bomb: all rows | answer
SELECT range AS n FROM range(1000000000);

# bomb: recursion that doubles | timeout/limit_exceeded
WITH RECURSIVE r AS (SELECT 'x' AS t UNION ALL SELECT t || t FROM r) SELECT max(length(t)) AS n FROM r;

# bomb: recursion that squares | limit_exceeded
WITH RECURSIVE r AS (SELECT 'xxxx' AS t UNION ALL SELECT replace(t, 'x', t) FROM r) SELECT max(length(t)) AS n FROM r;

# bomb: recursion that multiplies by ten | limit_exceeded
WITH RECURSIVE r AS (SELECT 'x' AS t UNION ALL SELECT t || t || t || t || t || t || t || t || t || t FROM r) SELECT max(length(t)) AS n FROM r;

# bomb: a long list in each row | timeout/limit_exceeded
SELECT range(100000) AS l FROM range(1000);

# bomb: times in each row | timeout/limit_exceeded
SELECT generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2000-01-10', INTERVAL 1 SECOND) AS l FROM range(1000);

# bomb: one list of all rows | timeout/limit_exceeded
SELECT list(range) AS l FROM range(30000000);

# bomb: one text of all rows | timeout/limit_exceeded
SELECT string_agg(repeat('x', 1000), '') AS t FROM range(1000000);

# bomb: one document of all rows | timeout/limit_exceeded
SELECT json_group_array({'a': range, 'b': 'text ' || range}) AS j FROM range(20000000);

# bomb: a list of 1,000,000,000 | limit_exceeded
SELECT len(range(1000000000)) AS n;

# bomb: a text that a column makes long | limit_exceeded
SELECT max(length(repeat('x', CAST(range * 1000000 AS INTEGER)))) AS n FROM range(2000);

# bomb: hex of hex | limit_exceeded
SELECT length(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(x))))))))))) AS n FROM (SELECT hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' || range))))))))))))) AS x FROM range(3000));

# bomb: bits of bits | limit_exceeded
SELECT length(bin(bin(bin(bin(bin(bin(bin(bin(bin('xxxxxxxxx')))))))))) AS n;

# bomb: rows of rows | limit_exceeded
WITH a AS (SELECT row('x', 'x', 'x', 'x', range) AS x FROM range(100000)), b AS (SELECT row(x, x, x, x, x, x) AS x FROM a),
c AS (SELECT row(x, x, x, x, x, x) AS x FROM b), d AS (SELECT row(x, x, x, x, x, x) AS x FROM c),
e AS (SELECT row(x, x, x, x, x, x) AS x FROM d) SELECT max(length(CAST(row(x, x, x) AS VARCHAR))) AS n FROM e;

# bomb: a text in each place of itself | limit_exceeded
SELECT max(length(replace(t, 'a', t))) AS n FROM (SELECT repeat('ab', 1000) || range AS t FROM range(3000));

# bomb: a pattern put in everywhere | limit_exceeded
SELECT max(length(regexp_replace(t, 'a', t, 'g'))) AS n FROM (SELECT repeat('ab', 1000) || range AS t FROM range(3000));

# bomb: a list in each place of itself | limit_exceeded
SELECT len(flatten(list_transform(l, lambda a: l))) AS n FROM (SELECT list(range) AS l FROM range(20000));

# bomb: many pads | limit_exceeded
SELECT max(length(lpad(n, 10000, 'x') || lpad(n, 10000, 'a') || lpad(n, 10000, 'b') || lpad(n, 10000, 'c') || lpad(n, 10000, 'd') || lpad(n, 10000, 'e') || lpad(n, 10000, 'f') || lpad(n, 10000, 'g') || lpad(n, 10000, 'h') || lpad(n, 10000, 'i') || lpad(n, 10000, 'j') || lpad(n, 10000, 'k'))) || max(length(repeat(lpad(n, 10000, 'x'), 100))) AS n FROM (SELECT CAST(range AS VARCHAR) AS n FROM range(100000));

# bomb: all rows, five hundred times | limit_exceeded
SELECT length(repeat(t, 500)) AS n FROM (SELECT string_agg(CAST(range AS VARCHAR), ' ') AS t FROM range(1000000));

# bomb: fold that doubles | limit_exceeded
SELECT length(list_reduce(list_transform(range(60), lambda i: 'x'), lambda a, b: a || a)) AS n;

# bomb: distance of long texts | limit_exceeded
SELECT levenshtein(repeat('ab', 50000), repeat('ba', 50000)) AS n;

# bomb: columns that multiply | limit_exceeded
WITH a AS (SELECT 1 AS a, 2 AS b), b AS (SELECT *, *, *, * FROM a), c AS (SELECT *, *, *, * FROM b), d AS (SELECT *, *, *, * FROM c),
e AS (SELECT *, *, *, * FROM d), f AS (SELECT *, *, *, * FROM e), g AS (SELECT *, *, *, * FROM f), h AS (SELECT *, *, *, * FROM g),
i AS (SELECT *, *, *, * FROM h) SELECT * FROM i;

# bomb: bins of each row | limit_exceeded
SELECT equi_width_bins(0, 1e300, 10000, true) AS b FROM range(1000000);

# bomb: joins of joins | limit_exceeded
WITH a AS NOT MATERIALIZED (SELECT a.id FROM orders a, orders b, orders c, orders d, orders e, orders f, orders g, orders h, orders i, orders j),
b AS NOT MATERIALIZED (SELECT a.id FROM a a, a b, a c, a d, a e, a f, a g, a h, a i, a j),
c AS NOT MATERIALIZED (SELECT a.id FROM b a, b b, b c, b d, b e, b f, b g, b h, b i, b j)
SELECT count(*) AS n FROM c a, c b, c c, c d, c e, c f, c g, c h, c i, c j;

# bomb: a long text of a table, a thousand times | timeout/limit_exceeded
# process: yes
SELECT max(length(repeat(body, 1000))) AS n FROM letters;

# bomb: rows with a long document each | timeout/limit_exceeded
# process: yes
SELECT d.id, d.body FROM documents d, range(64);

# bomb: hex of a text of many rows | timeout/limit_exceeded
# process: yes
SELECT length(hex(hex(hex(hex(string_agg(repeat('x', 1000), '')))))) AS n FROM range(60000);

# bomb: a list with itself | timeout/limit_exceeded
# process: yes
SELECT len(list_intersect(l, l)) AS n FROM (SELECT list(range) AS l FROM range(5000000));

# bomb: a list searched for each of its values | timeout
# process: yes
SELECT len(list_filter(l, lambda x: list_contains(l, x + 10000000) OR list_contains(l, x + 20000000)
    OR list_contains(l, x + 30000000))) AS n FROM (SELECT list(range) AS l FROM range(5000000));

# bomb: maps of a long list | timeout/limit_exceeded
# process: yes
SELECT cardinality(map(l, l)) + cardinality(map(list_reverse(l), l)) AS n FROM (SELECT list(range) AS l FROM range(6000000));

# bomb: a number of three million digits | timeout
# process: yes
SELECT length(CAST(CAST(t AS BIGNUM) AS VARCHAR)) AS n FROM (SELECT string_agg('1', '') AS t FROM range(3000000));

# bomb: distances in each row | timeout
# process: yes
SELECT greatest(
    max(damerau_levenshtein(left(a.body, 500), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 499), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 498), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 497), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 496), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 495), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 494), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 493), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 492), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 491), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 490), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 489), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 488), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 487), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 486), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 485), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 484), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 483), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 482), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 481), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 480), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 479), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 478), left(b.body, 500))), max(damerau_levenshtein(left(a.body, 477), left(b.body, 500))),
    max(damerau_levenshtein(left(a.body, 500), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 499), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 498), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 497), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 496), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 495), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 494), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 493), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 492), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 491), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 490), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 489), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 488), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 487), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 486), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 485), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 484), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 483), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 482), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 481), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 480), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 479), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 478), left(b.body, 499))), max(damerau_levenshtein(left(a.body, 477), left(b.body, 499))),
    max(damerau_levenshtein(left(a.body, 500), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 499), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 498), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 497), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 496), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 495), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 494), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 493), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 492), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 491), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 490), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 489), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 488), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 487), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 486), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 485), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 484), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 483), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 482), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 481), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 480), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 479), left(b.body, 498))),
    max(damerau_levenshtein(left(a.body, 478), left(b.body, 498))), max(damerau_levenshtein(left(a.body, 477), left(b.body, 498)))) AS n FROM letters a, letters b;

# bomb: the most frequent of each frame | timeout/limit_exceeded
# process: yes
SELECT max(len(t)) AS n FROM (SELECT approx_top_k(x, 1000) OVER (ORDER BY x ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW) AS t
    FROM (SELECT hash(range) AS x FROM range(1000000)));

# bomb: the different ones of each frame | timeout
# process: yes
SELECT max(n) AS n FROM (SELECT count(DISTINCT x) OVER (ORDER BY x ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS n
    FROM (SELECT hash(range) AS x FROM range(300000)));
