"""The statement compiler: sql/ -> C tables. Entry point: tools/statements.py."""
