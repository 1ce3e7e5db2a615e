"""Regions made from what census offices publish, and drafts of ``region.yaml`` for any file."""
