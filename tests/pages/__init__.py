"""The site's pages in a real browser."""
