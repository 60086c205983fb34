"""Counts by hand: a show of hands or a paper ballot, typed in by one and confirmed by another (`count.*`)."""
