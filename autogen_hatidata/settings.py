"""What an owner can set for a layer, from Python or from ``HATIDATA_*`` variables."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Limits and modes of one data layer.

    Each field can be given as an argument or as an environment variable with the prefix ``HATIDATA_``; an argument
    wins. Keys (``mask_key``, ``audit_key``) should come from the environment only.
    """

    model_config = SettingsConfigDict(env_prefix="HATIDATA_", frozen=True, extra="forbid")

    dialect: Literal["duckdb", "snowflake"] = Field(
        default="duckdb", description="SQL dialect of calls that name none."
    )
    heal: Literal["off", "deterministic"] = Field(
        default="deterministic", description="Whether broken reads are repaired."
    )
    max_rows: int = Field(
        default=1000, ge=1, description="Rows returned by one query unless the policy says otherwise."
    )
    max_result_chars: int = Field(default=20_000, ge=500, description="Characters of one tool answer.")
    max_sql_chars: int = Field(default=20_000, ge=100, description="Characters of one SQL text.")
    max_nesting: int = Field(default=40, ge=5, description="Nested parentheses, brackets and CASEs in one SQL text.")
    timeout_s: float = Field(
        default=30.0, gt=0, description="Seconds one statement may run unless the policy says otherwise."
    )
    memory_limit: str = Field(default="2GB", description="Memory the engine may use, in DuckDB's notation.")
    threads: int | None = Field(default=None, ge=1, description="Engine threads; None leaves it to DuckDB.")
    plan_cache_size: int = Field(default=1000, ge=0, description="Checked statements kept for reuse.")
    mask_key: SecretStr | None = Field(default=None, description="Key that turns hash masks into HMAC-SHA-256.")
    audit_key: SecretStr | None = Field(default=None, description="Key that signs the head of the audit log.")
