"""Drills: a real house under faults, and an auditor that shares no code with it (`python -m tests.drill`, `make drill`)."""
