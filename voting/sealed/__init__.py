"""The sealed ballot: envelopes that only the counting board's tablets can open (docs/ballot-bundle.md)."""
