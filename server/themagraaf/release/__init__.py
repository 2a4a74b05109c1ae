"""Builds a release from a model and deliveries, publishes it, rolls back, opens it."""
