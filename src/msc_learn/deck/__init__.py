"""From notes to files for other programs: note types, releases and export formats."""
