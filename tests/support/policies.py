"""A policy over the shop, for the commands that look at policies."""

from __future__ import annotations

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
