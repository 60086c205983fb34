"""The votes of a body over the years: found, read and exported."""
