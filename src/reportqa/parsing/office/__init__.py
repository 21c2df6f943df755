"""Office files: word processing, presentations, spreadsheets, RTF."""
