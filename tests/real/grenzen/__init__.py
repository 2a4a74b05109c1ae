"""The real boundaries of all municipalities."""
