"""Figures worked out a second time, by plain Python over the deliveries."""
