"""SPARQL over HTTP: what is asked, in which form it is given, and the processes that answer."""
