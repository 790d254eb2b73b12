"""The client of Renkei: the functions of openapi-python-client (package renkei_client), and what every caller
needs around them. Each helper works with any request; none of them knows a resource.

    renkei = connect("https://renkei.example.co.jp", token=read_token)
    supplier = ok(create_supplier.sync_detailed(client=renkei, body=SupplierCreate(name="山田精機")))
"""
from .connection import connect, link_token
from .editing import edit
from .paging import follow, rows
from .replies import RenkeiProblem, etag, ok
from .sending import TokenSource

__all__ = ["RenkeiProblem", "TokenSource", "connect", "edit", "etag", "follow", "link_token", "ok", "rows"]
