"""Governed data access for AutoGen agents."""
