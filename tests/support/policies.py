"""A policy over the shop for the commands that look at policies, and how a test loads a text as a policy."""

from __future__ import annotations

from pathlib import Path

from autogen_hatidata.governance.policy import Policy

POLICY = """version: 1
roles:
  analyst: {can: [read]}
  clerk: {can: [read]}
agents:
  ana: {role: analyst, attributes: {region: EU}}
  bo: {role: clerk}
  boss: {role: admin}
  temp: {role: guest}
  free: {attributes: {region: US}}
tables:
  customers:
    read: [analyst, clerk]
    rows:
      filter: "region = {region}"
    columns:
      email: {mask: partial, visible_chars: 4}
      ssn: {deny: [analyst], mask: full}
  orders:
    read: [clerk]
quotas:
  agents:
    bo: {max_credits_per_query: 1}
"""
"""Its lines are counted on: the commands tell which of them decides."""


def load(folder: Path, text: str | bytes, name: str = "policy.yaml") -> Policy:
    """The policy of this text, from a file that is called so."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Policy.load(path)
