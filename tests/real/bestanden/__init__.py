"""Real files in the formats that a mapping reads, against a second road over the same bytes."""
