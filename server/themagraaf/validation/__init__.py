"""Shapes to SPARQL, findings, report: what decides which records may enter."""
