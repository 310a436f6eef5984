"""What makes a card good: one check a file, named for what it finds; `checks` lists them."""
