"""Bibliographic metadata of reports: from files beside them, from the files themselves, from headings and names."""
