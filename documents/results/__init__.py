"""The printed sheet of a result: its numbers, its rule and its roll."""
