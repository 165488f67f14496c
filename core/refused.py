"""What a service raises when it says no; middleware makes pages of what views do not catch."""


class Refused(Exception):
    """A rule says no. ``reason`` is a sentence for the person; nothing was changed."""

    status = 409

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Forbidden(Refused):
    """The person may not do this; ``holders`` says who may, in words."""

    status = 403

    def __init__(self, reason: str, holders: str = "") -> None:
        super().__init__(reason)
        self.holders = holders


class Stale(Refused):
    """What the person read is no longer what is there; ``changed_url`` shows what changed."""

    def __init__(self, reason: str, changed_url: str = "") -> None:
        super().__init__(reason)
        self.changed_url = changed_url


class Invalid(Refused):
    """What was entered cannot be taken; ``field`` names the input it belongs to."""

    status = 422

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field
