"""Benchmarks of what an issue of speed would be about. Never tests: figures are ratios against a baseline in the same
run."""
