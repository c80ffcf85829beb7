"""What is written down of a text that was refused, or of an owner's."""

from __future__ import annotations

import pytest

from autogen_hatidata.sql.render import redact_text, redact_tokens


@pytest.mark.parametrize("sql", ["SELECT 0x918273645", "SELECT 1x_918273645 FROM c", 'SELECT 5"918273645"'])
def test_a_number_that_runs_into_a_name_leaves_only_a_hash(sql: str) -> None:
    """No part of a number is taken for a name and kept."""
    assert redact_tokens(sql) == redact_text(sql)


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("SELECT {ann: 1, bob: {cy: 2}}", "SELECT { ? : ? , ? : { ? : ? } }"),
        ("SELECT {\"ann\": [x, y], 'bob': f(x, y)}", "SELECT { ? : [ x , y ] , ? : f ( x , y ) }"),
        ("SELECT a[b:c], x FROM t", "SELECT a [ b : c ] , x FROM t"),
        ("} SELECT {ann: 1}", "} SELECT { ? : ? }"),
    ],
)
def test_the_keys_of_a_struct_are_not_kept(sql: str, kept: str) -> None:
    """A key of a struct literal can hold a value, so it is redacted, and other names are not."""
    assert redact_tokens(sql) == kept


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("SET s3_secret_access_key = abc", "SET s3_secret_access_key ..."),
        ("pragma key=abc", "pragma key ..."),
        ("ATTACH 'postgres:password=abc' AS x (TYPE abc)", "ATTACH ? ..."),
        ("CREATE SECRET s (TYPE s3, KEY_ID abc)", "CREATE SECRET ..."),
        ("create or replace persistent secret s (KEY_ID abc)", "CREATE SECRET ..."),
        ("SELECT a; SET x = abc; SELECT b", "SELECT a ; SET x ... ; SELECT b"),
        ("CREATE TABLE secret AS SELECT 1", "CREATE TABLE secret AS SELECT ?"),
        ("UPDATE t SET x = 1", "UPDATE t SET x = ?"),
        ("", ""),
    ],
)
def test_a_setting_keeps_only_its_first_two_words(sql: str, kept: str) -> None:
    """Statements that hold values without quotes are cut before the values, wherever they stand in the text."""
    assert redact_tokens(sql) == kept
