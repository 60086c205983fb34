"""Presenting: the page that somebody shows to everybody, and who follows it."""
