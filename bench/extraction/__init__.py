"""Benchmark of extraction: documents, gold lists of their facts, and a scoreboard of the draft cards.

`python -m bench.extraction` scores the documents here, or those of any two folders:
`python -m bench.extraction --documents DIR --gold DIR`. A gold list is a YAML file for one document:

    document: kidney.txt          # a file in the folder of documents
    kind: encyclopaedic prose     # what sort of text it is, for the table
    held_out: false               # true: its misses are not read while working on the rules
    facts:
      - id: nephron
        importance: 3             # 1 nice to know, 2 ought to know, 3 the point of the text
        section: ""               # the heading above it, as in the document
        hedged: false             # whether the document hedges the claim
        cue: [unit]               # terms that the question side must contain
        answer: [nephron|nephrons]  # terms that the answer side must contain

Bars separate alternatives. A word in parentheses, such as a unit, may be on either side: `72 (hours)`.
Each list was written from its document before any card was made from it.
"""
