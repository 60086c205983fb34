"""Who has been heard over a body's meetings, and who has not: for a fair floor, never for ranking."""
