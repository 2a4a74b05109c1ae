"""Measures KPIs over a release, keeps the cubes, answers slices of them."""
