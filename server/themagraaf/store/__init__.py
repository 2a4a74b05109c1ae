"""The only place that knows a SPARQL engine: embedded Oxigraph, or a remote endpoint."""
