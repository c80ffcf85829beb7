"""Expressions that fail on some values of the shop and not on others, by the letter of their type."""

from __future__ import annotations

TRAPS = (
    "CAST(CASE WHEN {column} IN ({values}) THEN 'boom' ELSE '1' END AS INTEGER) = 1",
    "chr(CASE WHEN {column} IN ({values}) THEN -5 ELSE 65 END) = 'A'",
    "strptime(CASE WHEN {column} IN ({values}) THEN 'boom' ELSE '2024' END, '%Y') > DATE '2000-01-01'",
    "regexp_matches('a', CASE WHEN {column} IN ({values}) THEN '(' ELSE 'a' END)",
    "json_valid(CAST(CASE WHEN {column} IN ({values}) THEN '{{' ELSE '1' END AS JSON)::VARCHAR)",
    "CAST(CASE WHEN {column} IN ({values}) THEN 99999 ELSE 1 END AS DECIMAL(4, 2)) = 1",
)
"""Conditions that fail on some values alone, and are true for all others."""

TRAPPED = frozenset("region method kind author status note body city segment channel".split())
"""Columns that have such values in hidden rows."""

FAILING: dict[str, tuple[str, ...]] = {
    "I": (
        "CAST({S} AS INTEGER)", "CAST({J}->>'ref' AS INTEGER)", "(100 // ({I} - {i}))", "CAST({I} * 50 AS TINYINT)",
        "({I} * 4611686018427387904)", "factorial(CAST({I} % 45 AS INTEGER))", "CAST(CAST({S} AS DOUBLE) AS INTEGER)",
        "CAST(left({S}, 2) AS INTEGER)", "CAST(right({S}, 2) AS INTEGER)", "({I} % ({I} - {i}))", "{row_I}",
        "date_part('year', CAST({S} AS DATE))", "CAST({N} * 20 AS TINYINT)", "json_array_length(CAST({S} AS JSON))",
        "CAST(CAST({I} AS UTINYINT) AS INTEGER)", "CAST(list_sum([CAST(x AS TINYINT) for x in [{I}, {I}]]) AS BIGINT)",
    ),
    "N": ("CAST({S} AS DECIMAL(12,2))", "CAST({I} * 7919 AS DECIMAL(6,2))", "CAST({N} AS DECIMAL(5,2))", "{row_N}"),
    "F": ("ln({I} - {i})", "sqrt({I} - {i})", "CAST({S} AS DOUBLE)", "log2({F} - {f})", "asin({I})", "pow({I}, {I})"),
    "S": (
        "chr(CAST({I} - {i} AS INTEGER))", "CAST(CAST({S} AS JSON) AS VARCHAR)", "regexp_replace({S}, {S}, '')",
        "strftime(CAST({S} AS DATE), '%Y')", "CAST(CAST({S} AS UUID) AS VARCHAR)", "{row_S}", "decode(unhex({S}))",
        "decode(from_base64({S}))", "json_extract_string({S}, '$.a')", "CAST(CAST({S} AS BOOLEAN) AS VARCHAR)",
    ),
    "D": ("CAST({S} AS DATE)", "make_date(2023, CAST({I} AS INTEGER), 1)", "CAST(strptime({S}, '%Y-%m-%d') AS DATE)"),
    "T": ("strptime({S}, '%d.%m.%Y')", "CAST({S} AS TIMESTAMP)", "make_timestamp(2023, {I}, 2, 3, 4, 5.5)"),
    "B": (
        "CAST({S} AS INTEGER) > {i}", "CAST({S} AS BOOLEAN)", "regexp_matches({S}, {S})", "100 // ({I} - {i}) > 0",
        "CAST({S} AS DATE) > {d}", "ln({I} - {i}) > 1", "CAST({I} AS TINYINT) > {i}",
        "{S} LIKE {S} ESCAPE left({S}, 2)", "{I} = {row_I}", "json_valid(CAST({S} AS JSON)::VARCHAR)",
        "CAST({N} AS DECIMAL(5,2)) > {n}",
    ),
    "L": (
        "[CAST({I} AS TINYINT)::VARCHAR]",
        "list_transform({L}, lambda t: CAST(CAST(t AS INTEGER) AS VARCHAR))"),
    "M": ("list_transform({L}, lambda t: CAST(t AS INTEGER))", "[100 // ({I} - {i})]"),
    "J": ("CAST({S} AS JSON)", "json_extract({S}, '$.langs')"),
}  # fmt: skip
"""``{row_I}`` is a sub-query in the place of one value, which may have more than one row."""
