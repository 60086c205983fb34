"""People: persons, bodies with dated rules, memberships over time, sign-in and sessions."""
