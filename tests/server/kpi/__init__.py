"""Tests of what measures KPIs and answers slices of their cubes."""
