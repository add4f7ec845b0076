"""What the test suites of the W3C say of lcgraph, and what writes it down.

``suites.ttl`` says what is tested with what, ``earl.ttl`` how it came out. ``.ci/run`` compares the
latter with a run of its own.
"""
