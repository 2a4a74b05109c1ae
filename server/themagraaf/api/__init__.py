"""The HTTP surface: themes, KPIs and their figures, releases, SPARQL, and the page."""
