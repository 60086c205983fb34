"""Rooms with their plans, and who sits where (`room.*` of a body, `seating.*` of a meeting)."""
