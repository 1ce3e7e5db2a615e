"""Files of strangers, read or refused with words: one module a format, none knows a region."""
