"""The steps of the one meeting (tests/journeys/test_one_meeting.py), a file for each part of it."""
