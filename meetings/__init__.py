"""Meetings from planning to participation. The package registers itself with the frame."""
