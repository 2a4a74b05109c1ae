"""SPARQL as text and as a tree: reads queries, and plans how the engine can answer them fastest."""
