"""``autogen-hatidata policy``: check and lint say what is wrong, where, and what cannot be done is one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.logs import Run
from support.policies import POLICY

from autogen_hatidata.cli import main

# check


def test_a_policy_without_mistakes_is_ok(run: Run) -> None:
    """check gives 0 and one line, with a database and without, for people and for programs."""
    assert run("check", "policy.yaml") == (0, "ok: policy.yaml is a policy without mistakes.\n", "")
    assert run("check", "policy.yaml", "--db", "shop.duckdb")[0] == 0
    assert json.loads(run("check", "policy.yaml", "--json")[1]) == {"file": "policy.yaml", "ok": True, "errors": []}


def test_a_mistake_is_told_with_file_line_and_field(run: Run, folder: Path) -> None:
    """A mistake that keeps a policy from loading is a line that a terminal can jump to, and exit code 1."""
    (folder / "policy.yaml").write_text(POLICY.replace("read: [clerk]", "read: [clark]"))
    code, shown, _ = run("check", "policy.yaml")

    assert code == 1
    assert shown.startswith('policy.yaml:20: tables.orders.read[0]: [policy_invalid] there is no role "clark".')
    assert '"clerk"' in shown

    (error,) = json.loads(run("check", "policy.yaml", "--json")[1])["errors"]

    assert (error["file"], error["line"], error["field"]) == ("policy.yaml", 20, "tables.orders.read[0]")
    assert (error["message"], error["code"]) == ('there is no role "clark".', "policy_invalid")


def test_every_table_that_does_not_fit_the_database_is_told(run: Run, folder: Path) -> None:
    """With --db all tables are compared, and what is not there is told with what may be meant."""
    policy = yaml.safe_load(POLICY)
    policy["tables"]["orderz"] = policy["tables"].pop("orders")
    policy["tables"]["customers"]["columns"]["emial"] = {"mask": "full"}
    policy["tables"]["events"] = {"read": ["clerk"], "rows": {"filter": "regoin = 'EU'"}}
    (folder / "policy.yaml").write_text(yaml.safe_dump(policy, sort_keys=False))
    code, shown, _ = run("check", "policy.yaml", "--db", "shop.duckdb")

    assert (code, len(shown.splitlines())) == (1, 3)
    for field, hint in (
        ("tables.customers.columns.emial", '"email"'),
        ("tables.events.rows.filter", '"region"'),
        ("tables.orderz", '"orders"'),
    ):
        assert [hint in line for line in shown.splitlines() if f": {field}: " in line] == [True]
    assert run("check", "policy.yaml")[0] == 0


def test_a_filter_that_cannot_be_used_is_found_without_a_database(run: Run, folder: Path) -> None:
    """The text of each filter is read by check alone too."""
    (folder / "policy.yaml").write_text(POLICY.replace("region = {region}", "count(*) > 1"))
    code, shown, _ = run("check", "policy.yaml")

    assert code == 1
    assert shown.startswith("policy.yaml:15: tables.customers.rows.filter: ")


def test_toml_has_fields_without_lines(run: Run, folder: Path) -> None:
    """In TOML the field alone says where."""
    (folder / "policy.toml").write_text('version = 1\n[tables.orders]\nread = ["clark"]\n')

    assert run("check", "policy.toml")[1].startswith("policy.toml: tables.orders.read[0]: ")


# lint


def _lint(run: Run, folder: Path, tables: str, *words: str, agents: str = "ana: {role: analyst}") -> dict[str, str]:
    """Codes and fields of what lint finds in a policy of those tables."""
    head = "version: 1\nroles: {analyst: {can: [read]}, clerk: {can: [read, write]}}\n"
    (folder / "linted.yaml").write_text(f"{head}agents: {{{agents}}}\ntables:\n{tables}")
    code, shown, _ = run("lint", "linted.yaml", "--json", *words)
    found = json.loads(shown)["findings"]

    assert code == (1 if found else 0)
    for one in found:
        assert one["line"] > 1
        assert one["message"]
        assert one["remedy"]
    return {one["field"]: one["code"] for one in found}


_ORDERS = "  orders: {read: [analyst]}\n"


@pytest.mark.parametrize(
    ("tables", "field", "code"),
    [
        (
            "  orders: {read: [analyst], rows: {filter: \"lower(region) = 'eu'\"}}",
            "tables.orders.rows.filter",
            "wrapped_column",
        ),
        (
            "  orders: {read: [analyst], rows: {filter: \"day::VARCHAR LIKE '2024%'\"}}",
            "tables.orders.rows.filter",
            "wrapped_column",
        ),
        (
            "  customers: {read: [analyst], columns: {ssn: {mask: hash}}}",
            "tables.customers.columns.ssn",
            "unsalted_hash",
        ),
        (
            "  customers: {read: [analyst], columns: {phone: {mask: partial, visible_chars: 9}}}",
            "tables.customers.columns.phone",
            "wide_partial",
        ),
        ("  orders: {read: [analyst, clerk]}", "tables.orders", "everyone_reads"),
        (
            '  employees: {read: [analyst, clerk], rows: {filter: "id > 0"}, columns: {salary: {deny: [clerk]}}}',
            "tables.employees.columns.salary",
            "unmasked_secret",
        ),
        (_ORDERS + "rules: [{id: a, effect: deny, roles: [clerk], tables: [orders]}]", "rules[0]", "idle_rule"),
        (_ORDERS + "rules: [{id: a, effect: deny, actions: [audit], roles: [clerk]}]", "rules[0]", "idle_rule"),
        (_ORDERS + "rules: [{id: a, effect: deny, roles: [guest]}]", "rules[0]", "idle_rule"),
        (_ORDERS + "rules: [{id: a, effect: deny, actions: [memory], roles: [clerk]}]", "rules[0]", "idle_rule"),
        (
            _ORDERS + "rules: [{id: a, effect: deny, when: {attributes: {regoin: EU}}}]",
            "rules[0].when.attributes.regoin",
            "unset_attribute",
        ),
        (
            '  orders: {read: [clerk], rows: {filter: "customer_id IN (SELECT id FROM Customers)"}}\n'
            "  customers: {read: [clerk], write: {clerk: [update]}}",
            "tables.orders.rows.filter",
            "widening_write",
        ),
    ],
)
def test_lint_finds_it(run: Run, folder: Path, tables: str, field: str, code: str) -> None:
    """Each code is found without a database, and with it as well."""
    assert _lint(run, folder, tables)[field] == code
    assert _lint(run, folder, tables, "--db", "shop.duckdb")[field] == code


@pytest.mark.parametrize(
    "tables",
    [
        '  orders: {read: [analyst], rows: {filter: "items = 2 OR id IN (SELECT id FROM events WHERE 1 + id > 2)"}}',
        "  customers: {read: [analyst], columns: {email: {mask: partial}, phone: {mask: full}, ssn: {mask: full}}}",
        "  payments: {read: [clerk], columns: {card_number: {mask: hash, deny: [clerk]}, cvv: {mask: 'null'}}}",
        "  employees: {read: [analyst], columns: {salary: {mask: 'null', exempt: [analyst]}}}",
        "  customer_totals: {read: [analyst]}",
        '  orders: {read: [analyst], rows: {filter: "id IN (SELECT 1 FROM events)"}}\n'
        "  events: {read: [clerk], write: {clerk: [update]}}",
    ],
)
def test_lint_says_nothing_about_a_careful_policy(
    run: Run, folder: Path, tables: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored columns in filters, keyed hashes, short partial masks, few readers and exempt roles are no findings."""
    monkeypatch.setenv("HATIDATA_MASK_KEY", "k")
    assert _lint(run, folder, tables, "--db", "shop.duckdb") == {}


def test_lint_reads_the_columns_that_no_line_names(run: Run, folder: Path) -> None:
    """With --db the columns of each table are read: what is named like a secret must be masked or denied."""
    found = _lint(run, folder, "  payments: {read: [analyst]}\n  employees: {read: [clerk]}", "--db", "shop.duckdb")

    assert set(found) == {
        "tables.payments.columns.card_number",
        "tables.payments.columns.cvv",
        "tables.employees.columns.salary",
    }


def test_lint_measures_what_a_partial_mask_shows(run: Run, folder: Path) -> None:
    """With --db the values decide: six characters of a card number are few, and of a name of ten they are many."""
    tables = "  {}: {{read: [analyst], columns: {{{}: {{mask: partial, visible_chars: 6}}}}}}"

    assert "tables.payments.columns.card_number" not in _lint(
        run, folder, tables.format("payments", "card_number"), "--db", "shop.duckdb"
    )
    assert (
        _lint(run, folder, tables.format("customers", "name"), "--db", "shop.duckdb")["tables.customers.columns.name"]
        == "wide_partial"
    )


def test_a_line_for_any_agent_makes_a_reader_everyone(run: Run, folder: Path) -> None:
    """A table without filter for the role of "*" is read by whoever comes."""
    found = _lint(run, folder, "  orders: {read: [analyst]}", agents='"*": {role: analyst}')

    assert found == {"tables.orders": "everyone_reads"}


def test_what_anybody_tells_to_all_is_found(run: Run, folder: Path) -> None:
    """Shared memory that the role of "*" writes is a finding; where only named agents write it is none."""
    roles = "version: 1\nroles: {member: {can: [memory]}, chief: {can: [memory]}}\n"
    agents = 'agents: {boss: {role: chief}, "*": {role: member}}\n'
    for write, found in (("member, chief", ["open_memory"]), ("chief", [])):
        shared = f"memory:\n  shared: {{read: [member, chief], write: [{write}]}}\n"
        (folder / "shared.yaml").write_text(roles + agents + shared)
        (*lines,) = json.loads(run("lint", "shared.yaml", "--json")[1])["findings"]

        assert [one["code"] for one in lines] == found
        assert all((one["line"], one["field"]) == (5, "memory.shared.write") for one in lines)


def test_lint_shows_a_line_for_each_finding(run: Run) -> None:
    """For people a finding is one line: place, code, sentence and remedy."""
    code, shown, _ = run("lint", "policy.yaml", "--db", "shop.duckdb")

    assert code == 1
    assert shown.splitlines() == [
        "policy.yaml:12: tables.customers.columns.phone: [unmasked_secret] phone is named like a secret, and shown as "
        "it is to analyst, clerk. Give it a mask, and exempt the roles that are meant to read it."
    ]


# What cannot be done


def test_what_cannot_be_opened_is_one_sentence_and_exit_code_2(run: Run, folder: Path) -> None:
    """A database that is not there, or is none, is told in one line on the side, and JSON is JSON even then."""
    (folder / "text.duckdb").write_text("no database " * 1000)
    for name, code in (("nosuch.duckdb", "no_such_file"), ("text.duckdb", "not_a_database")):
        exit_code, shown, said = run("lint", "policy.yaml", "--db", name)
        assert (exit_code, shown, said.count("\n"), f"[{code}]" in said) == (2, "", 1, True)
        assert json.loads(run("lint", "policy.yaml", "--db", name, "--json")[1])["error"]["code"] == code
    assert sorted(os.listdir(folder)) == ["policy.yaml", "shop.duckdb", "text.duckdb"]


def test_a_policy_that_is_not_there_is_a_mistake(run: Run) -> None:
    """A missing policy file is told like any other mistake."""
    code, shown, _ = run("check", "nosuch.yaml")

    assert (code, shown.count("\n")) == (1, 1)
    assert "No such file" in shown


def test_without_the_extra_there_is_one_sentence(folder: Path) -> None:
    """Where rich is missing, a command says what to install, and nothing else."""
    code = (
        "import sys; sys.modules['rich'] = None\nfrom autogen_hatidata.cli import main\n"
        "sys.exit(main(['policy', 'check', 'policy.yaml']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'The command line needs rich: pip install "autogen-hatidata[cli]"\n'


@pytest.mark.parametrize("words", [[], ["policy"], ["policy", "explain", "SELECT 1"], ["policy", "nosuch"]])
def test_wrong_words_show_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What is no command ends with exit code 2 and the usage."""
    with pytest.raises(SystemExit) as left:
        main(words)

    assert left.value.code == 2
    assert "usage: autogen-hatidata" in capsys.readouterr().err


def test_the_console_script_is_this(folder: Path) -> None:
    """The installed command runs as a program of its own, with the same exit code."""
    script = Path(sys.executable).with_name("autogen-hatidata")
    done = subprocess.run([script, "policy", "lint", "policy.yaml"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "ok: nothing to say about policy.yaml.\n", "")
