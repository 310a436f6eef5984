"""Write drafts to disk: a new course, or a three-way merge into an existing one."""
