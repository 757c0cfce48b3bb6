"""What ends a command, and what only leaves a peer out."""


class Refused(Exception):
    """The command cannot do what it was asked to; the message says what would be right."""

    def __init__(self, message, status=1):
        super().__init__(message)
        self.status = status


class Unavailable(Exception):
    """A peer cannot be measured here; the message says why."""
