"""Exports for learning management systems (LMS), which ask and grade by their own, simpler rules."""
