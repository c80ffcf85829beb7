"""What an owner can set for a layer, from Python or from ``HATIDATA_*`` variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from autogen_hatidata.types import AUTO_DIALECTS, Dialect, Prices

_DEAREST = 1e9


def price_list(given: Any) -> Prices:
    """A price list from the numbers that an operator sets; those that are left out stay as they are.

    Raises:
        ValueError: what is no price list, with the reason in words.
    """
    if not isinstance(given, (Mapping, Prices)):
        raise ValueError('a price list is a mapping like {"scan": 4.0}')
    numbers = asdict(given) if isinstance(given, Prices) else dict(given)
    known = asdict(Prices())
    for name, value in numbers.items():
        if name not in known:
            raise ValueError(f"there is no price {name!r}; the prices are {', '.join(known)}")
        _check_price(name, value, whole=isinstance(known[name], int))
    found = Prices(**{name: type(known[name])(value) for name, value in numbers.items()})
    if found.failed_attempt > found.statement:
        raise ValueError("failed_attempt may not cost more than statement: no more is set aside for an attempt")
    return found


def _check_price(name: str, value: Any, *, whole: bool) -> None:
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise ValueError(f"{name} must be a {'whole ' if whole else ''}number, not {value!r:.40}")
    least = 1 if name == "row_block" else 0
    if not least <= value <= _DEAREST:  # which is false of what is no number, too
        raise ValueError(f"{name} must be a number from {least} to {_DEAREST:,.0f}, not {value!r:.40}")


class Settings(BaseSettings):
    """Limits and modes of one data layer.

    Each field can be given as an argument or as an environment variable with the prefix ``HATIDATA_``; an argument
    wins. Keys (``mask_key``, ``audit_key``) should come from the environment only.
    """

    model_config = SettingsConfigDict(env_prefix="HATIDATA_", frozen=True, extra="forbid")

    dialect: Dialect = Field(default="duckdb", description="SQL dialect of calls that name none.")
    auto_dialects: tuple[Dialect, ...] = Field(
        default=AUTO_DIALECTS,
        description="The dialects that `auto` tries, in this order, where DuckDB cannot read a text.",
    )
    heal: Literal["off", "deterministic", "model"] = Field(
        default="deterministic",
        description="Whether broken reads are repaired: off, where one repair is certain, or else by a healer too. "
        "Without a healer (`HatiData.open(healer=...)`, or AutoGen's agents), model is the same as deterministic.",
    )
    heal_timeout_s: float = Field(default=20.0, gt=0, description="Seconds that one answer of a healer may take.")
    max_rows: int = Field(
        default=1000, ge=1, description="Rows returned by one query unless the policy says otherwise."
    )
    max_result_cells: int = Field(
        default=1_000_000, ge=1_000, description="Values of one answer, those inside of lists included."
    )
    max_result_mb: float = Field(default=64.0, ge=0.01, description="Megabytes of text in one answer.")
    max_result_chars: int = Field(default=20_000, ge=500, description="Characters of one tool answer.")
    max_sql_chars: int = Field(default=20_000, ge=100, description="Characters of one SQL text.")
    max_nesting: int = Field(default=40, ge=5, description="Nested parentheses, brackets and CASEs in one SQL text.")
    timeout_s: float = Field(
        default=30.0, gt=0, description="Seconds one statement may run unless the policy says otherwise."
    )
    memory_limit: str = Field(default="2GB", description="Memory the engine may use, in DuckDB's notation.")
    threads: int | None = Field(default=None, ge=1, description="Engine threads; None leaves it to DuckDB.")
    isolation: Literal["none", "process"] = Field(
        default="none", description="Where SQL runs: in this process, or in a worker process of bounded memory."
    )
    worker_memory_mb: int = Field(
        default=1024, ge=1024, description="Megabytes of address space of a worker process (isolation process)."
    )
    saved_rows: int = Field(default=100_000, ge=1, description="Rows of one saved result.")
    saved_names: int = Field(default=100, ge=1, description="Saved results that one agent can have at a time.")
    saved_mb: float = Field(default=64.0, gt=0, description="Megabytes of one agent's saved results together, as text.")
    saved_ttl_s: float = Field(
        default=86_400.0, gt=0, le=1e9, description="Seconds after which a saved result is gone, at the latest."
    )
    max_memory_chars: int = Field(default=20_000, ge=1, description="Characters of one memory.")
    max_metadata_chars: int = Field(default=10_000, ge=2, description="Characters of the metadata of one memory.")
    max_state_chars: int = Field(default=100_000, ge=1, description="Characters of the value of one state.")
    max_states: int = Field(default=1_000, ge=1, description="States of one agent, of one chat, or of all together.")
    max_embeddings: int = Field(default=10_000, ge=1, description="Different texts that one memory call may have.")
    plan_cache_size: int = Field(default=1000, ge=0, description="Checked statements kept for reuse.")
    prices: Annotated[Prices, PlainValidator(price_list)] = Field(
        default=Prices(), description='What a query costs, such as {"scan": 4.0}; what is left out stays.'
    )
    durability: Literal["process", "power"] = Field(
        default="process", description="What a record of the audit log survives: a kill of the process, or a power cut."
    )
    audit_segment_mb: float = Field(
        default=64.0, gt=0, description="Megabytes after which the audit log begins a new file."
    )
    mask_key: SecretStr | None = Field(default=None, description="Key that turns hash masks into HMAC-SHA-256.")
    audit_key: SecretStr | None = Field(default=None, description="Key that signs the head of the audit log.")
