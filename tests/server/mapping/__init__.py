"""Tests of what reads deliveries and makes quads of them."""
