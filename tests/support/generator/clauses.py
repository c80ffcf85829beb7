"""Aggregates and window functions by the letter of their type. ``{K}`` stands for the key of the source, so that the
order is total; ``{P}`` for columns to partition by; ``{C}`` for any column."""

from __future__ import annotations

AGGREGATES: dict[str, tuple[str, ...]] = {
    "I": (
        "count(*)", "count({S})", "count(DISTINCT {S})", "sum({I})", "max({I})", "min({I})",
        "count(*) FILTER (WHERE {B})", "sum({I}) FILTER (WHERE {B})", "count_if({B})", "bit_xor({I})",
        "sum(DISTINCT {I})", "arg_max({I}, {U})", "len(list({S}))", "count(DISTINCT ({S}, {I}))",
        "quantile_disc({I}, 0.5)", "bit_or({I} & 15)", "min_by({I}, {U})",
    ),
    "N": ("sum({N})", "min({N})", "max({N})", "sum({N}) FILTER (WHERE {B})", "max({N}) FILTER (WHERE {B})"),
    "F": (
        "avg({I})", "avg({N})", "median({N})", "round(stddev_samp({I} % 50), 3)", "quantile_cont({I}, 0.9)", "max({F})",
    ),
    "S": (
        "min({S})", "max({S})", "string_agg({VS}, ',' ORDER BY {VS})",
        "string_agg(DISTINCT left({VS}, 3), '|' ORDER BY left({VS}, 3))", "max({S}) FILTER (WHERE {B})",
        "arg_min({S}, {U})", "max(upper({S}))", "listagg({VS}, ';' ORDER BY {VS} DESC NULLS LAST)",
        "CAST(histogram({S}) AS VARCHAR)",
    ),
    "D": ("min({D})", "max({D})"),
    "T": ("min({T})", "max({T})"),
    "B": ("bool_or({B})", "bool_and({B})", "count(*) > 3", "max({I}) > {i}"),
    "L": (
        "list({VS} ORDER BY {VS})", "list_sort(list(DISTINCT {S}))",
        "array_agg({VS} ORDER BY {VS} DESC) FILTER (WHERE {B})",
    ),
    "M": ("list({VI} ORDER BY {VI})", "max({I}, 2)", "list_sort(list(DISTINCT {I}))"),
    "J": ("to_json(list({VS} ORDER BY {VS}))", "json_object('n', count(*))"),
    "A": ("max({A})", "{{'street': max({S}), 'zip': min({S})}}"),
}  # fmt: skip
"""``{U}`` is a value that no two rows have in common; ``{VS}`` and ``{VI}`` are the same text or number wherever they
stand in a template."""

KEYED: dict[str, tuple[str, ...]] = {
    "I": (
        "row_number() OVER (PARTITION BY {P} ORDER BY {K})", "ntile(3) OVER (ORDER BY {K})",
        "sum({I}) OVER (PARTITION BY {P} ORDER BY {K} ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
        "count(*) OVER (ORDER BY {K} ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING)", "lead({I}, 2, 0) OVER (ORDER BY {K})",
        "lag({I} ORDER BY {K}) OVER (PARTITION BY {P} ORDER BY {K})",
        "max({I}) OVER (ORDER BY {K} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)",
        "sum({I}) OVER (PARTITION BY {P} ORDER BY {K} ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW)",
        "nth_value({I}, 2) OVER (PARTITION BY {P} ORDER BY {K})", "count({S}) FILTER (WHERE {B}) OVER (ORDER BY {K})",
        "first_value({I} IGNORE NULLS) OVER (ORDER BY {K})",
    ),
    "S": (
        "lag({S}, 1, {s}) OVER (PARTITION BY {P} ORDER BY {K})",
        "first_value({S}) OVER (PARTITION BY {P} ORDER BY {K})",
        "last_value({S}) OVER (PARTITION BY {P} ORDER BY {K} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
    ),
    "N": ("sum({N}) OVER (PARTITION BY {P} ORDER BY {K})",),
}  # fmt: skip
"""Windows over a source that has a key."""

KEYLESS: dict[str, tuple[str, ...]] = {
    "I": (
        "rank() OVER (ORDER BY {C})", "dense_rank() OVER (PARTITION BY {P} ORDER BY {C} DESC NULLS LAST)",
        "count(*) OVER (PARTITION BY {P})",
        "count(*) OVER (ORDER BY {D} RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW)",
        "sum({I}) OVER (PARTITION BY {P})", "count(DISTINCT {S}) OVER (PARTITION BY {P})",
        "sum({I}) OVER (ORDER BY {I} RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING)", "max({I}) OVER ()",
        "count(*) OVER (ORDER BY {S} GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
    ),
    "F": (
        "cume_dist() OVER (ORDER BY {C})", "percent_rank() OVER (PARTITION BY {P} ORDER BY {C})",
        "avg({N}) OVER (PARTITION BY {P})",
    ),
    "S": ("max({S}) OVER (PARTITION BY {P})", "min({S}) OVER (ORDER BY {S} DESC NULLS LAST)"),
}  # fmt: skip
"""Windows whose value does not depend on the order of equal rows."""
