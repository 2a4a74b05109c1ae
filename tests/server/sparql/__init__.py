"""Tests of what reads queries and plans them."""
