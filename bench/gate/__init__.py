"""Mutation test of the gate: good cards, each made wrong in one way, and how many pass."""
