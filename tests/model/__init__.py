"""Tests over the model files themselves; information architects read these."""
