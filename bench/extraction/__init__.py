"""How much of what a document teaches its cards ask for: documents, gold lists and a scoreboard.

`python -m bench.extraction` scores the documents here, or those of any two folders:
`python -m bench.extraction --documents DIR --gold DIR`. A gold list is a YAML file for one document:

    document: kidney.txt          # a file in the folder of documents
    kind: encyclopaedic prose     # what sort of text it is, for the table
    held_out: false               # true: nobody reads its misses while working on the rules
    facts:
      - id: nephron
        importance: 3             # 1 nice to know, 2 ought to know, 3 the point of the text
        section: ""               # the heading it stands under, as the document writes it
        hedged: false             # whether the document bounds the claim
        cue: [unit]               # terms that the question side must hold
        answer: [nephron|nephrons]  # terms that the answer side must hold

Bars part alternatives, and a word in parentheses, such as a unit, may stand on either side: `72 (hours)`.
A list was written from its document before any card had been made of it.
"""
