"""Pages for people: a release in words, without scripts."""
