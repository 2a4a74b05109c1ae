"""The release of Assen, held against a second road that shares no code with the server."""
