"""Benchmarks: the product measured beside a baseline of the same run. `python -m bench.mail --help`."""
