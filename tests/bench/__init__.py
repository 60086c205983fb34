"""Benchmarks: figures as ratios to a floor measured in the same run (`make bench`, `ONLY=fanout|votes|minutes|startup`)."""
