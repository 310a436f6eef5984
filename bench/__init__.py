"""Benchmarks: ratios against peers in the same run; they print, and never fail on a time."""
