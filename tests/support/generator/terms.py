"""What expressions are made of, by the letter of their type.

In a template ``{I}`` stands for any expression of type I, ``{i}`` for a literal of it, ``{count}``, ``{exists}`` and
the like for a sub-query. None of them fails on any row: what fails is in ``failing.py``. I whole number, N decimal,
F double, S text, D date, T timestamp, B boolean, L list of texts, M list of numbers, A address, J JSON.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

TERMS: dict[str, tuple[str, ...]] = {
    "I": (
        "({I} + {i})", "({I} - {i})", "({I} % 7)", "(({I} % 100) * {i})", "(-{I})", "abs({I})", "length({S})",
        "coalesce({I}, {i})", "nullif({I}, {i})", "greatest({I}, {I})", "least({I}, {i})", "TRY_CAST({S} AS INTEGER)",
        "CASE WHEN {B} THEN {I} ELSE {I} END", "CASE {S} WHEN {s} THEN 1 WHEN {s} THEN 2 END", "if({B}, {I}, {i})",
        "year({D})", "month({D})", "extract(dow FROM {D})", "date_part('hour', {T})", "date_diff('day', {D}, {D})",
        "len({L})", "list_sum({M})", "list_position({L}, {s})", "instr({S}, {s})", "strpos({S}, 'a')", "ascii({S})",
        "json_array_length({J}, '$.langs')", "TRY_CAST({J}->>'level' AS INTEGER)", "{count}", "{scalar_I}",
        "bit_count({I})", "list_reduce(list_append([x % 5 for x in coalesce({M}, [])], 0), lambda a, b: (a + b) % 97)",
        "sign({I})", "CAST({B} AS INTEGER)", "levenshtein(left({S}, 5), 'abc')", "({I} & 7)", "unicode({S})",
        "xor({I}, {i})", "CAST(list_unique({L}) AS BIGINT)", "({I} // 3)", "CAST(floor({F}) AS BIGINT)",
        "CAST(hash({S}) % 5 AS BIGINT)", "date_sub('month', {D}, {D})",
    ),
    "N": (
        "({N} + {n})", "({N} - {n})", "abs({N})", "coalesce({N}, {n})", "nullif({N}, {n})", "greatest({N}, {N})",
        "CASE WHEN {B} THEN {N} ELSE {n} END", "TRY_CAST({S} AS DECIMAL(12,2))", "{scalar_N}", "round({N}, 1)",
        "(-{N})", "CAST({I} % 1000 AS DECIMAL(12,2))",
    ),
    "F": (
        "({F} + {f})", "({F} * 2)", "({N} / 7)", "({I} / 4)", "coalesce({F}, {f})", "abs({F})", "round({F}, 2)",
        "CAST({N} AS DOUBLE)", "ln(abs({F}) + 1)", "CASE WHEN {B} THEN {F} END", "sqrt(abs({I}))",
        "jaccard({S} || 'x', 'vip')", "TRY_CAST({S} AS DOUBLE)", "list_avg({M})", "exp(-abs({F}))", "{scalar_F}",
    ),
    "S": (
        "upper({S})", "lower({S})", "left({S}, 3)", "right({S}, 4)", "substr({S}, 2, 3)", "{S}[1:2]", "trim({S})",
        "({S} || '-' || {S})", "concat({S}, {I})", "coalesce({S}, {s})", "nullif({S}, {s})", "replace({S}, 'a', 'A')",
        "CASE WHEN {B} THEN {S} ELSE {s} END", "CAST({I} AS VARCHAR)", "CAST({D} AS VARCHAR)", "CAST({N} AS VARCHAR)",
        "split_part({S}, '@', 2)", "regexp_replace({S}, '[0-9]', '#', 'g')", "regexp_extract({S}, '([a-z]+)[0-9]*', 1)",
        "lpad({S}, 6, '.')", "reverse({S})", "strftime({D}, '%Y-%m')", "monthname({D})", "{L}[1]", "list_last({L})",
        "array_to_string({L}, '+')", "({J}->>'level')", "json_extract_string({J}, '$.langs[0]')", "{A}.zip",
        "struct_extract({A}, 'street')", "format('{{}}/{{}}', {S}, {I})", "printf('%s', {S})", "md5({S})", "{scalar_S}",
        "translate({S}, 'abc', 'xyz')", "typeof({S})", "strip_accents({S})", "substring({S} FROM 2 FOR 4)",
        "(to_json({S})::VARCHAR)", "greatest({S}, {s})", "md5(CAST({A} AS VARCHAR))", "sha256({S})",
        "{S}.upper().left(2)", "string_split({S}, ' ')[1]", "list_aggregate({L}, 'max')", "CAST({T} AS VARCHAR)",
        "overlay({S} PLACING '*' FROM 2 FOR 1)", "(position('a' IN {S})::VARCHAR)", "CAST({L} AS VARCHAR)", "hex({S})",
        "({A}).street", "map([1], [{S}])[1]", "{{'k': {S}}}.k", "json_object('v', {S})->>'v'",
        "bar(abs({I} % 9), 0, 10, 8)",
    ),
    "D": (
        "CAST({T} AS DATE)", "CAST({D} + INTERVAL 1 MONTH AS DATE)", "CAST(date_trunc('month', {D}) AS DATE)",
        "({D} + {i})", "({D} - 3)", "coalesce({D}, {d})", "last_day({D})", "CASE WHEN {B} THEN {D} END",
        "TRY_CAST({S} AS DATE)", "make_date(2023, CAST(1 + abs({I}) % 12 AS INTEGER), 5)", "greatest({D}, {d})",
        "{scalar_D}", "CAST(try_strptime({S}, '%Y-%m-%d') AS DATE)",
    ),
    "T": (
        "CAST({D} AS TIMESTAMP)", "({T} + INTERVAL 3 HOURS)", "date_trunc('day', {T})", "coalesce({T}, {t})",
        "time_bucket(INTERVAL '7 days', {T})", "({D} - INTERVAL '2' DAY)", "make_timestamp(2023, 2, 3, 4, 5, 6.5)",
    ),
    "B": (
        "{I} = {i}", "{I} < {I}", "{I} BETWEEN {i} AND 60", "{N} > {n}", "{F} <= {f}", "{S} = {s}", "{S} < {S}",
        "{S} LIKE {like}", "{S} ILIKE {like}", "{S} NOT LIKE {like}", "{S} IN ({s}, {s}, {s})", "{I} NOT IN ({i}, {i})",
        "{D} >= {d}", "{D} BETWEEN {d} AND {d}", "{T} < {t}", "{S} IS NULL", "{S} IS NOT NULL", "{D} IS NULL",
        "NOT {B}", "({B} AND {B})", "({B} OR {B})", "{S} IS DISTINCT FROM {S}", "{S} IS NOT DISTINCT FROM {s}",
        "{L} IS NULL", "list_contains({L}, {s})", "{s} IN {L}", "regexp_matches({S}, '^[a-z]+[0-9]')",
        "starts_with({S}, '***')", "{S} SIMILAR TO '.*[0-9]'", "{S} GLOB '*a*'", "{L} && ['vip', 'late']",
        "{A} IS NULL", "{exists}", "NOT {exists}", "{in_I}", "{in_S}", "{not_in_I}", "{any_N}", "{all_N}",
        "coalesce({B}, {b})", "contains({S}, {s})", "({I}, {S}) = ({i}, {s})", "json_exists({J}, '$.ref')",
        "({J}->'langs') IS NOT NULL", "list_has_any({L}, [{S}, 'new'])", "{M} @> [1]",
        "{A} = {{'street': {s}, 'zip': {s}}}", "CASE WHEN {B} THEN {B} ELSE {b} END", "{B} IS NOT TRUE",
        "isfinite({F})", "suffix({S}, 'e')", "len([t for t in {L} if t <> {s}]) > 1", "(1 in (SELECT unnest({M})))",
    ),
    "L": (
        "list_sort({L})", "[upper(t) || '!' for t in {L} if t <> 'late']", "list_filter({L}, lambda t: length(t) > 3)",
        "list_transform({L}, lambda t: t || {S})", "[{S}, {s}]", "list_concat({L}, [{s}])", "{L}[1:2]",
        "array_slice({L}, 1, 1)", "list_distinct([{S}, {S}]).list_sort()", "string_split({S}, '-')",
        "regexp_extract_all({S}, '[a-z]+')", "coalesce({L}, [])", "list_reverse({L})", "list_prepend({S}, {L})",
        "json_keys({J})", "map_keys(map([{s}], [{I}]))", "list_transform({L}, lambda t, i: t || i)",
    ),
    "M": (
        "[{I}, {i}]", "list_transform({L}, lambda t: length(t))", "[x * 2 for x in {M} if x > 1]", "range(0, 4)",
        "list_sort([{I}, {i}, {I}])", "[length(t) for t in {L}]", "list_value({I}, 3)", "list_resize({M}, 3, 0)",
        "generate_series(1, 3)", "list_where({M}, [true, {b}])", "flatten([[{I}], {M}])",
    ),
    "J": (
        "json_object('k', {S}, 'n', {I})", "to_json({L})", "json_extract({J}, '$.langs')", "({J}->'level')",
        "json_array({S}, {I})", "to_json({A})", "json_merge_patch({J}, '{{\"level\": 9}}')", "row_to_json({A})",
    ),
    "A": ("{{'street': {S}, 'zip': {s}}}", "struct_pack(street := {S}, zip := {S})", "CASE WHEN {B} THEN {A} END"),
}  # fmt: skip

CONDITIONS = (
    "{I} > {i}",
    "{I} <> {i}",
    "{N} > {n}",
    "{S} IS NOT NULL",
    "{S} <> {s}",
    "{S} >= {s}",
    "{D} > {d}",
    "{I} % 3 <> 1",
    "{S} LIKE {like}",
    "{S} = {s}",
)
"""The simplest of type B, mostly true."""

LITERALS: dict[str, tuple[Any, ...]] = {
    "i": (0, 1, 2, 3, 5, 7, 11, 20, 42, 60),
    "n": (Decimal("0.00"), Decimal("12.50"), Decimal("-3.25"), Decimal("400.00")),
    "f": (0.0, 1.5, 20.25, 90.0),
    "s": (
        "EU", "US", "gold", "silver", "paid", "open", "web", "card", "vip", "late", "Porto", "ana", "otto", "view", "",
        "***", "***mple", "sales", "ë", "O'Brien", "x", "de", "user",
    ),
    "d": (date(2023, 1, 15), date(2023, 6, 1), date(2024, 2, 29), date(1961, 5, 4)),
    "t": (datetime(2022, 6, 1, 12), datetime(2023, 1, 9, 3, 30), datetime(2024, 1, 3)),
    "b": (True, True, False),
    "like": ("%a%", "user%", "***%", "%1", "_a%", "%''%", "%e", "note _"),
}  # fmt: skip
"""Values for literals and parameters; many occur in the shop."""
