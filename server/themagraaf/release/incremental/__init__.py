"""Builds on an earlier release: what differs is found, and only what rests on that is made anew.

A build of everything leaves a `checkpoint`; `reuse` finds it. `rebuilding` makes the release:
`renewal` sees to its records (`reaccepting` and `rounds` decide what may enter, `rerelating`
connects), and measures only what may answer otherwise: `touched` holds what differs, `reads`
tells what a query reads of it.
"""
