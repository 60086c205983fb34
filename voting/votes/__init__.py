"""Votes (`vote.*`): from a draft to the announced result, open ballots."""
