"""The impact report: its tables, sentences, charts, map and page."""
