"""tinynet live in the page: the reader's browser runs the very network that the book is about.

distribution   Pyodide's files for the site: their sources, their checksums
"""
