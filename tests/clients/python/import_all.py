"""Imports every module that was generated; one that does not import ends it."""
import importlib
import pkgutil

import renkei_client

for module in pkgutil.walk_packages(renkei_client.__path__, "renkei_client."):
    importlib.import_module(module.name)
