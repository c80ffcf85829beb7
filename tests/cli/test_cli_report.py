"""``audit report`` and ``usage``: the figures are those of the records, and the page is safe whatever they hold."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.logs import Record, Run, log_of, records_of

from autogen_hatidata import HatiData
from autogen_hatidata.audit import AuditLog
from autogen_hatidata.cli import charts
from autogen_hatidata.governance.ledger import TOTALS, USAGE

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>\u202e</svg></style>]]>"
TAGS = frozenset(
    "html head meta title style body main h1 h2 p b section dl dt dd div svg desc text line rect ul li bdi table "
    "caption thead tbody tr th td code del ins br".split()
)


class _Page(HTMLParser):
    """What a browser finds in a page: tags, attributes and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[tuple[str, str]] = set()
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {(name, value or "") for name, value in attrs}

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _page(said: Run, database: Path, tmp_path: Path, *words: str) -> _Page:
    assert said("audit", "report", database, "--html", tmp_path / "page.html", *words)[0] == 0
    return _Page((tmp_path / "page.html").read_text(encoding="utf-8"))


def _report(said: Run, database: Path, *words: str) -> dict[str, Any]:
    found = json.loads(said("audit", "report", database, "--json", *words)[1])
    assert isinstance(found, dict)
    return found


def _usage(said: Run, database: Path, by: str, *words: str) -> dict[str, Record]:
    found = json.loads(said("usage", database, "--by", by, "--json", *words)[1])
    return {row.pop("name"): row for row in found["rows"]}


def _log_of_texts(database: Path, text: str, name: str) -> Path:
    """A log in which every text is that one, but for the names of some agents."""
    folder = log_of(database)
    folder.parent.mkdir()
    log = AuditLog.open(folder)
    for number, agent in enumerate((text, name, *(f"agent {n}" for n in range(9)))):
        who = {
            "id": f"{number:032x}",
            "agent": agent,
            "role": text,
            "chat": text,
            "tool": text,
            "sql": f"{agent} {text}",
        }
        log.append("intent", {**who, "attempt": 1, "reserved": 2.0, "tables": [text], "masks": [text]})
        log.append("attempt", {**who, "attempt": 1, "code": text, "stage": text, "credits": 1.0, "detail": text})
        repair = {"kind": text, "before": text, "after": text}
        ended = {"status": "ok", "credits": 20.0 - number, "rows": 1, "ms": {text: 1.0}, "healed": [repair]}
        log.append("outcome", {**who, **ended})
        refused = {"id": f"f{number:031x}", "status": "refused", "code": text, "credits": 0.0, "ms": {}}
        log.append("outcome", {**who, **refused})
    log.close()
    return database


# Figures


def test_usage_is_that_of_a_layer(said: Run, copied: Path) -> None:
    """By agent, role, chat, table and day the command and layer.usage agree, from all records and by their sum."""
    told = {by: _usage(said, copied, by) for by in USAGE}
    summed = {by: _usage(said, copied, by, "--since", "2020-01-01") for by in USAGE}
    with HatiData.open(copied) as layer:
        meant = {by: layer.usage(by=by) for by in USAGE}

    assert told == meant
    assert summed == meant
    assert sum(one["healed"] for one in meant["agent"].values()) > 0
    assert sum(one["refusals"] for one in meant["agent"].values()) > 0


def test_a_call_without_an_outcome_is_told(said: Run, tmp_path: Path) -> None:
    """It is charged what was set aside for it, counted as an error, and a note says that it may still run."""
    folder = tmp_path / "audit"
    log = AuditLog.open(folder)
    who = {"id": "1", "agent": "ana", "role": "r", "chat": "c"}
    log.append("intent", {**who, "reserved": 4.5, "tables": ["main.t"]})
    for words in ((), ("--since", "2020-01-01")):
        found = json.loads(said("usage", folder, "--json", *words)[1])
        (row,) = found["rows"]
        assert (found["unended"], row["name"], row["calls"], row["credits"], row["errors"]) == (1, "ana", 1, 4.5, 1)
        assert "without an outcome: 1" in said("usage", folder, *words)[1]
    assert "without an outcome: 1" in said("audit", "report", folder)[1]
    log.append("outcome", {**who, "status": "ok", "credits": 2.0, "rows": 3, "healed": []})
    for words in ((), ("--since", "2020-01-01")):
        assert "without" not in said("usage", folder, *words)[1]
        assert (
            _usage(said, folder, "agent", *words)["ana"] | {"calls": 1, "errors": 0, "credits": 2.0, "rows": 3}
            == (_usage(said, folder, "agent", *words)["ana"])
        )
    log.close()


def test_usage_goes_on_where_old_segments_were_moved_away(said: Run, copied: Path, tmp_path: Path) -> None:
    """Without --since usage counts from the log's own sums, and not only the records that are left."""
    (segment,) = log_of(copied).glob("*.jsonl")
    before = _usage(said, copied, "agent")
    lines = segment.read_bytes().splitlines(keepends=True)
    place = max(i for i, line in enumerate(lines) if b'"kind":"checkpoint"' in line)
    segment.unlink()
    (segment.parent / f"{place + 1:012d}.jsonl").write_bytes(b"".join(lines[place:]))

    assert _usage(said, copied, "agent") == before
    assert said("audit", "verify", copied)[0] == 0


@pytest.mark.parametrize("since", ["2020-01-01", "2026-03-04", "2030-01-01"])
def test_a_report_says_what_the_records_say(said: Run, sales: Path, since: str) -> None:
    """Each part of a report is what plain Python makes of the records."""
    found = _report(said, sales, "--since", since)
    records = [one for one in records_of(sales) if one["time"] >= since]
    outcomes = [one for one in records if one["kind"] == "outcome"]
    intents = [one for one in records if one["kind"] == "intent"]
    killed = [one for one in intents if one["id"] not in {end["id"] for end in outcomes}]
    spent: Counter[tuple[str, str]] = Counter()
    for one in (*outcomes, *killed):
        spent[one["time"][:10], one["agent"]] += one.get("credits", one.get("reserved"))

    assert found["totals"]["calls"] == len(outcomes) + len(killed)
    assert found["totals"]["credits"] == sum(spent.values())
    assert found["totals"]["rows"] == sum(one["rows"] for one in outcomes)
    assert found["totals"]["unended"] == len(killed) == (1 if since < "2026-03-06" else 0)
    assert {(row["day"], row["agent"]): row["credits"] for row in found["days"] if row["agent"]} == {
        key: credits for key, credits in spent.items() if key[1] != "writer"
    }
    assert {row["code"]: row["calls"] for row in found["ends"]} == Counter(
        one["code"] for one in outcomes if one["status"] != "ok"
    )
    texts = [one for one in outcomes if one["sql"] and one["ms"]]
    slow = sorted((sum(one["ms"].values()) for one in texts), reverse=True)[:10]
    assert [row["ms"] for row in found["slowest"]] == pytest.approx(slow)
    healed = [one for one in outcomes if one["healed"]]
    failed = {one["id"]: one["sql"] for one in records if one["kind"] == "attempt"}
    assert {(tuple(row["texts"]), row["sql"]): row["calls"] for row in found["healed"]} == Counter(
        ((failed[one["id"]],), one["sql"]) for one in healed
    )
    assert {row["mask"]: row["calls"] for row in found["masks"]} == Counter(
        mask for one in intents if one["attempt"] == 1 or one["id"] in failed for mask in one["masks"]
    ) - Counter(mask for one in intents if one["attempt"] == 1 and one["id"] in failed for mask in one["masks"])


def test_agents_of_a_report_add_up(said: Run, sales: Path) -> None:
    """The lines of the agents add up to the totals."""
    found = _report(said, sales)

    for name in TOTALS:
        assert sum(row[name] for row in found["agents"]) == found["totals"][name]


def test_people_see_each_part(said: Run, sales: Path) -> None:
    """In a terminal there are the totals, a table for each part, and the verification."""
    code, shown, _ = said("audit", "report", sales)

    assert code == 0
    for title in ("Agents", "Credits by agent and day", "Refusals and errors by reason", "Slowest queries"):
        assert f"\n{title}\n" in shown
    assert re.search(r"^valid: \d+ records\.$", shown, re.MULTILINE)


# The page


def test_the_page_has_every_part(said: Run, sales: Path, tmp_path: Path) -> None:
    """Charts with title and description, a table for each part, the figures of the report, and the chain."""
    page, found = _page(said, sales, tmp_path), _report(said, sales)
    text = " ".join(page.texts)

    assert (page.tags["h2"], page.tags["table"], page.tags["caption"]) == (6, 6, 6)
    assert page.tags["desc"] == 1
    assert ("aria-labelledby", "chart-title chart-desc") in page.attributes
    for name in TOTALS:
        assert f"{found['totals'][name]:,.1f}".removesuffix(".0") in page.texts
    for row in (*found["healed"], *found["slowest"]):
        assert " ".join(row["sql"].split()) in page.texts
    for row in found["healed"]:
        assert row["texts"][0] in page.texts
    for row in (*found["ends"], *found["masks"]):
        assert (row.get("code") or row["mask"]) in page.texts
    assert "Chain valid." in text
    assert f"{found['chain']['seq']}:{found['chain']['hash']}" in page.texts
    for colour in ("prefers-color-scheme: dark", "@media print", "max-width"):
        assert colour in text
    assert ("name", "viewport") in page.attributes
    assert ("lang", "en") in page.attributes


def test_the_page_stands_alone(said: Run, sales: Path, tmp_path: Path) -> None:
    """Nothing is loaded and nothing runs: no script, no address, and a policy that forbids both."""
    page = _page(said, sales, tmp_path)

    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} & {"src", "href", "srcset", "action", "style"} == set()
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "url(" not in (tmp_path / "page.html").read_text()
    policy = next(value for name, value in page.attributes if name == "content" and value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_nothing_of_a_log_becomes_markup(said: Run, tmp_path: Path) -> None:
    """Whatever agents, roles, codes, repairs, columns and statements say, the tags are those of harmless ones."""
    tame = _page(said, _log_of_texts(tmp_path / "tame", "text", "name"), tmp_path)
    page = _page(said, _log_of_texts(tmp_path / "evil", EVIL, EVIL[::-1]), tmp_path, "--force")
    values = [{value for name, value in one.attributes if name in ("class", "content")} for one in (tame, page)]

    assert page.tags == tame.tags
    assert {name for name, _ in page.attributes} == {name for name, _ in tame.attributes}
    assert values[0] == values[1]
    assert "\u202e" not in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert any(one.startswith("<script>alert(1)</script>\"'&<img src=x") for one in page.texts)


def test_an_agent_cannot_pose_as_the_others(said: Run, tmp_path: Path) -> None:
    """An agent that is called as the page calls the rest has a series of its own."""
    shown = charts.series(_report(said, _log_of_texts(tmp_path / "x", "text", "all others"))["days"])

    assert shown.names.count("all others") == 2
    assert list(shown.amounts)[-1] is None


def test_the_page_of_an_empty_log_says_so(said: Run, tmp_path: Path, sales: Path) -> None:
    """A log without calls, or without any in that time, and one where nothing was charged have a page too."""
    AuditLog.open(tmp_path / "audit").close()
    for database, words in ((tmp_path / "audit", ()), (sales, ("--since", "2030-01-01"))):
        page = _page(said, database, tmp_path, "--force", *words)
        assert any("There is no call in this time." in one for one in page.texts)
        assert page.tags["table"] == 0
        assert said("audit", "report", database, *words)[0] == 0
    log = AuditLog.open(tmp_path / "free")
    log.append("outcome", {"id": "1", "agent": "ana", "status": "refused", "code": "policy_denied", "credits": 0.0})
    log.close()
    assert any("Nothing was charged." in one for one in _page(said, tmp_path / "free", tmp_path, "--force").texts)
    assert "Nothing was charged." in said("audit", "report", tmp_path / "free")[1]


def test_a_broken_chain_is_the_first_thing_on_the_page(said: Run, copied: Path, tmp_path: Path) -> None:
    """A changed record is named on the page, and the report is still made."""
    (segment,) = log_of(copied).glob("*.jsonl")
    segment.write_bytes(segment.read_bytes().replace(b'"credits":3.0', b'"credits":9.0', 1))
    page = _page(said, copied, tmp_path)
    text = " ".join(page.texts)

    assert ("class", "chain broken") in page.attributes
    assert "Chain NOT valid." in text
    assert "it was changed" in text


# Charts


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["a", "b", None]), st.floats(0, 99)), min_size=1))
def test_a_series_has_every_step_and_every_credit(spent: list[tuple[int, str | None, float]]) -> None:
    """Whatever days there are, the steps have no gap, are few enough to be seen, and hold all credits."""
    first = date(2025, 1, 1)
    rows = [{"day": f"{first + timedelta(days=day)}", "agent": agent, "credits": sum_} for day, agent, sum_ in spent]
    shown = charts.series(rows)

    assert 1 <= len(shown.steps) <= charts.MOST_BARS
    assert list(shown.steps) == sorted(set(shown.steps))
    assert sum(shown.totals) == pytest.approx(sum(row["credits"] for row in rows))
    assert all(len(amounts) == len(shown.steps) for amounts in shown.amounts.values())
    if shown.unit == "day":
        assert len(shown.steps) == max(day for day, *_ in spent) - min(day for day, *_ in spent) + 1


@given(st.floats(1e-6, 1e12))
def test_a_scale_is_round_and_high_enough(most: float) -> None:
    """The top is no lower than the highest column, and at most five marks lie at equal distances from 0."""
    top, ticks = charts.scale(most)

    assert top >= most * (1 - 1e-9)
    assert top < 2.1 * most
    assert (ticks[0], ticks[-1]) == (0.0, top)
    assert 2 <= len(ticks) <= 6


def test_columns_are_as_high_as_their_amounts() -> None:
    """The heights of the pieces of a chart are in proportion to the credits, and they stand on each other."""
    chosen = random.Random(1)
    rows = [
        {"day": f"2026-03-{day:02d}", "agent": agent, "credits": float(chosen.randint(0, 9))}
        for day in range(1, 9)
        for agent in "abc"
    ]
    shown = charts.series(rows)
    chart = charts.columns(shown, "credits")
    pieces = re.findall(r'<rect class="s(\d)" x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', chart)
    scaled = {(name, step): amount for name, row in shown.amounts.items() for step, amount in enumerate(row) if amount}
    unit = sum(float(high) for *_, high in pieces) / sum(scaled.values())
    tops: dict[str, float] = {}

    assert len(pieces) == len(scaled)
    for place, x, y, high in pieces:
        step = round((float(x) - 60) / ((680 - 60) / 8) - 0.04)
        assert float(high) == pytest.approx(unit * scaled[list(shown.amounts)[int(place)], step], abs=0.06)
        assert float(y) + float(high) == pytest.approx(tops.get(x, 222.0), abs=0.11)
        tops[x] = float(y)
