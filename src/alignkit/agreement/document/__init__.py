"""The agreement as a document: plain tables, lists and values, read strictly and written canonically."""
