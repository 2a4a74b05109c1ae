"""Tests of what decides which records may enter."""
