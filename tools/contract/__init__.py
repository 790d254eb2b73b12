"""The contract compiler: openapi.yaml -> C tables. Entry point: tools/contract.py."""
