"""Word knowledge: Greek letters, negation, spelling, units, numerals, plurals, cloze and markup."""
