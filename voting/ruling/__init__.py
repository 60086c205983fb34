"""The rule engine: majorities, quorum, ties, verdicts, and the sentences that say them. Pure."""
