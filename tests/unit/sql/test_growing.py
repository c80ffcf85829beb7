"""What puts texts and lists together with themselves, step by step, is refused before it takes all memory."""

from __future__ import annotations

import pytest

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.parse import parse

TEN = " || ".join(["x"] * 10)
FORMAT = "format('" + "{0}" * 10 + "', x)"


def steps(expression: str, count: int) -> str:
    """A query that builds each step on the one before."""
    made = [f"a{n} AS (SELECT {expression} AS x FROM {f'a{n - 1}' if n else 't'})" for n in range(count)]
    return f"WITH {', '.join(made)} SELECT length(x) FROM a{count - 1}"


def nested(expression: str, count: int) -> str:
    """The same with sub-queries."""
    query = "SELECT x FROM t"
    for _ in range(count):
        query = f"SELECT {expression} AS x FROM ({query})"
    return query


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list_reduce(l, lambda a, b: a || a) FROM t",
        "SELECT list_reduce(l, lambda a, b: a + a) FROM t",
        "SELECT list_reduce(l, lambda a, b: CASE WHEN 1 * 1 = 1 THEN a + a END) FROM t",
        "SELECT list_reduce(l, lambda a, b: replace(a, 'x', 'xx')) FROM t",
        "SELECT list_reduce(l, lambda a, b: hex(a)) FROM t",
        "SELECT l.list_reduce(lambda a, b: concat(a, b, A)) FROM t",
        "SELECT reduce(l, lambda a, b: [a, a]) FROM t",
        "SELECT array_reduce(l, lambda a, b: {'x': a.x || a.y, 'y': a.y || a.x}) FROM t",
        steps(TEN, 4),
        steps("concat(x, x, x, x, x, x, x, x, x, x)", 4),
        steps("replace(x, 'x', x)", 3),
        steps(FORMAT, 4),
        steps("[x, x, x, x, x, x, x, x, x, x]", 4),
        nested(TEN, 4),
        f"SELECT * FROM t WHERE length(({steps(TEN, 4)})) > 1",
        f"WITH a AS ({nested(TEN, 2)}), b AS (SELECT {TEN} AS x FROM t JOIN a USING (x)) SELECT {TEN} FROM b",
        f"SELECT {TEN} FROM ({nested(TEN, 3)} UNION ALL SELECT 'x')",
        "SELECT " + " || ".join(["x"] * 2001) + " FROM t",
        f"WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT {TEN} FROM r) SELECT * FROM r",
        "WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT replace(x, 'x', x) FROM r) SELECT * FROM r",
        *(
            f"WITH b AS (SELECT repeat(name, 900) AS big FROM t) SELECT (SELECT length({big} || {big}) FROM o) FROM b"
            for big in ("b.big", "big")
        ),
        f"WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT CASE WHEN typeof(x) <> 'DATE' THEN {TEN} END FROM r) "
        "SELECT * FROM r",
        f"WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT struct_extract({{'a': {TEN}, 'b': x}}, CASE WHEN "
        "typeof([x]) = 'DOUBLE[]' THEN 'a' ELSE 'A' END) FROM r) TABLE r",
        f"WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT struct_extract({{'a': {TEN}, 'b': x}}, CASE WHEN "
        "typeof([x]) = 'VARCHAR[]' THEN 'a' ELSE 'b' END) FROM r) TABLE r",
        f"WITH RECURSIVE r AS (TABLE t UNION ALL SELECT CASE typeof(x) WHEN 'A' THEN x ELSE {TEN} END FROM r) TABLE r",
        *(
            f"WITH RECURSIVE r(n, x) AS (SELECT 1, {start} UNION ALL SELECT n + 1, {TEN} FROM r) SELECT * FROM r"
            for start in (
                "CAST(NULL AS VARCHAR)",
                "lower('A')",
                "md5('a')",
                "CAST(1 AS VARCHAR)",
                "coalesce('', NULL)",
                "lpad('', 10, 'x')",
                "repeat('', 20)",
                "'abcd' || 'abcde'",
                "range(0)",
                "format('{}', '')",
                "(SELECT median(name) FROM t)",
                "(SELECT min_by(name, id) FROM t)",
                "(SELECT max_by(name, id) FROM t)",
            )
        ),
        "WITH RECURSIVE r(n, x, y, z) AS (SELECT 1, 'a', 'b', 'c' UNION ALL "
        f"SELECT n + 1, y, z, {TEN} FROM r) SELECT * FROM r",
        "WITH RECURSIVE r(e, x) AS (SELECT {'x': 'a'}, 'b' UNION ALL SELECT {'x': e.x || e.x || e.x || x}, x FROM r) "
        "SELECT * FROM r",
        "SELECT " + ", ".join(f"{TEN.replace('x', chr(97 + n))} AS {chr(98 + n)}" for n in range(4)) + " FROM t",
        nested("hex(x)", 11),
        nested("bin(x)", 4),
        nested("row(x, x)", 11),
        nested("struct_pack(a := x, b := x)", 11),
        nested("{'a': x, 'b': x}", 11),
        nested("CAST(CAST(encode(x) AS BIT) AS VARCHAR)", 4),
        nested("array_to_string(string_split(x, ''), x)", 2),
        "SELECT replace(body, ' ', body) FROM (SELECT repeat('ab ', 1000) AS body FROM range(3000))",
        "SELECT list_transform(l, lambda a: l) FROM (SELECT list(x) AS l FROM t)",
        "SELECT [l FOR a IN l] FROM (SELECT list(x) AS l FROM t)",
        "SELECT repeat(s, 1000) FROM (SELECT string_agg(x, '') AS s FROM t)",
        "SELECT x.string_agg('').repeat(1000) FROM t",
        "SELECT [" + ", ".join(["lpad(x, 10000)"] * 200) + "] FROM t",
        "SELECT " + ", ".join(["lpad(x, 10000)"] * 200) + " FROM t",
        "SELECT list_resize(l, least(n, 10000), x) FROM t",
        "SELECT count(*) FROM t WHERE length(repeat(lpad(x, 10000), 1000)) > 1",
        "SELECT count(*) FROM t JOIN u ON repeat(lpad(t.x, 10000), 1000) = u.x",
        "PIVOT t ON k USING max(repeat(lpad(x, 10000), 1000))",
        "VALUES ((SELECT repeat(lpad(x, 10000), 1000) FROM t))",
        "SELECT *, *, *, * FROM (SELECT *, *, *, * FROM (SELECT *, *, *, * FROM (SELECT *, *, *, * FROM t)))",
        "SELECT " + ", ".join(["COLUMNS(*)"] * 201) + " FROM t",
        "WITH a AS (SELECT 1 AS x, 2 AS y), "
        + ", ".join(
            f"a{n} AS (SELECT p.*, q.* FROM a{n - 1 if n else ''} p, a{n - 1 if n else ''} q)" for n in range(11)
        )
        + " SELECT count(*) FROM a10",
        "SELECT * FROM t, unnest([repeat(lpad(t.x, 10000), 1000)]) u(y)",
    ],
)
def test_what_multiplies_again_and_again_is_refused(sql: str) -> None:
    """Neither an interrupt nor a memory limit would stop it."""
    with pytest.raises(LimitExceeded):
        parse(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list_reduce(l, lambda a, b: a + b) FROM t",
        "SELECT list_reduce(l, lambda a, b: a * 10 + b) FROM t",
        "SELECT list_reduce(l, lambda a, b: a + a * b / 100, 1) FROM t",
        "SELECT list_reduce(l, lambda a, b: greatest(a, b)) FROM t",
        "SELECT list_reduce(l, lambda a, b: CASE WHEN a > b THEN a ELSE b END) FROM t",
        "SELECT list_reduce(l, lambda a, b: a || '-' || b) FROM t",
        "SELECT replace(replace(replace(replace(x, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss') FROM t",
        "SELECT replace(x, '{name}', name), regexp_replace(x, '(.*)@(.*)', '\\2 at \\1') FROM t",
        "SELECT g, list_transform(list(x ORDER BY x), lambda a: a || ' of ' || g) FROM t GROUP BY g",
        "SELECT g, replace(string_agg(x || ' (' || n || ')', ','), ',', ', ') FROM t GROUP BY g",
        "WITH a AS (SELECT g, string_agg(x, ',') AS s FROM t GROUP BY g), "
        "b AS (SELECT string_agg(g || ': ' || s, '; ') AS s FROM a) SELECT 'all: ' || s || '.' FROM b",
        "SELECT list_transform(string_split(x, ' '), lambda w: upper(left(w, 1)) || lower(substr(w, 2))) FROM t",
        "SELECT repeat('*', 50), lpad(x, 20), rpad(x, 200, '.'), repeat(x, 3), hex(md5(x)) FROM t",
        "SELECT {'a': x, 'b': {'c': [x, y], 'd': row(x, y)}}, MAP {'a': x}, to_json(t), CAST(x AS BLOB) FROM t",
        "SELECT len(range(900000))",
        "SELECT range(50000) AS l",
        "WITH h AS (SELECT unnest(generate_series(DATE '2019-01-01', DATE '2024-01-01', INTERVAL 1 HOUR)) AS d) "
        "SELECT d, x || ' at ' || d FROM h JOIN t ON t.d = h.d",
        "WITH RECURSIVE r(n, f) AS (VALUES (1, 1) UNION ALL SELECT n + 1, f * (n + 1) * n FROM r) SELECT n || f FROM r",
        "WITH RECURSIVE r AS (SELECT id, name, boss, name AS path, 0 AS level FROM staff WHERE boss IS NULL UNION ALL "
        "SELECT s.id, s.name, s.boss, r.path || ' > ' || s.name, r.level + 1 FROM staff s JOIN r ON s.boss = r.id) "
        "SELECT repeat('  ', least(level, 20)) || name, path FROM r ORDER BY path",
        "WITH RECURSIVE r(id, name, path, ids, total) AS (SELECT id, name, CAST(name AS VARCHAR), [id], pay FROM staff "
        "UNION ALL SELECT s.id, s.name, concat(r.path, '/', s.name), list_append(r.ids, s.id), r.total + s.pay "
        "FROM r JOIN staff s ON s.boss = r.id WHERE NOT list_contains(r.ids, s.id)) SELECT * FROM r",
        "WITH RECURSIVE f(a, b, c) AS (SELECT 0, 0, 1 UNION ALL SELECT b, c, a + b + c FROM f) SELECT * FROM f",
        "SELECT " + ", ".join(f"c{n}" for n in range(300)) + ", x || y FROM t",
        "WITH RECURSIVE r AS (SELECT left(x, 100) AS x FROM t UNION ALL SELECT left(x || x || x, 100) FROM r) TABLE r",
        "WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT CASE WHEN typeof(x) = 'DOUBLE' "
        "THEN replace(x, '0', '12345') ELSE struct_extract({'a': regexp_replace(x, 'a', ''), 'b': x}, 'a') END || '/' "
        "FROM r) SELECT * FROM r",
        "WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT struct_extract({'a': replace(x, '0', '12345'), 'b': x}, "
        "CASE WHEN typeof([x]) IN ('DOUBLE[]', 'FLOAT[]') THEN 'a' ELSE 'b' END) || '/' FROM r) SELECT * FROM r",
        "SELECT list_reduce(l, lambda a, b: list_concat(a, b)) FROM t",
        "SELECT l.list_reduce(lambda a, b: {'s': a.s + b.s}) FROM t",
        steps("x || '-' || x", 3),
        " UNION ALL ".join(["SELECT a || b || c || d AS x FROM t"] * 30),
        "WITH " + ", ".join(f"a{n} AS (SELECT a || b || c || d AS x FROM t)" for n in range(30)) + " SELECT * FROM a3",
        "WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT x || '/' || n FROM r JOIN t USING (id)) SELECT * FROM r",
    ],
)
def test_what_grows_little_is_read(sql: str) -> None:
    """Ordinary folds, labels and unions are no concern."""
    assert parse(sql)
