"""Reads the four model folders into values and checks that they hold together."""
