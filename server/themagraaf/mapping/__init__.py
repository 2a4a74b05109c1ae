"""Deliveries in, quads and provenance out: RML compiled to DuckDB's SQL."""
