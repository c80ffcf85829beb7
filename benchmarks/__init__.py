"""What this package costs in time: `make bench`, or `python -m benchmarks point kills` for some of it."""
