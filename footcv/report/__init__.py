"""The report: one page for people, as a file of its own, with pictures of what was measured."""
