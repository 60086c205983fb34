"""Official papers: the minutes of a meeting, their layout and numbers."""
