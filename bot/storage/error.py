"""What is raised when the database cannot do what it is asked."""


class StorageError(Exception):
    """The database cannot be used, now or at all; the text says in one line which one, why and what to do."""
