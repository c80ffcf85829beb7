"""Memory that lasts: rows in DuckDB are the truth; vectors and words in RAM, and FAISS, find them again."""
