"""Runs the published suites of SHACL and RML on our engines, and on others beside them."""
