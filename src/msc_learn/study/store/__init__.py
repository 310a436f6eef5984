"""The file of a history: how it is opened, copied, brought up to date and brought back."""
