"""The comparison report: what two versions of a law change, where, and by which section."""
