"""Tests of the HTTP surface, against a server that really runs."""
