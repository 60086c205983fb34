"""Asking for the floor, having it, and what is written down of it."""
