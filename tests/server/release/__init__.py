"""Tests of building, publishing, rolling back and opening releases."""
