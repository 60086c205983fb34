"""The items of a meeting, their order and progress (`agenda.*`)."""
