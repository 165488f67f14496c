"""How project references stand in addresses."""


class RefConverter:
    """Matches GW-12; at most 15 digits, so that it always fits a key."""

    regex = r"GW-[1-9][0-9]{0,14}"

    def to_python(self, value: str) -> str:
        """Keep the reference as text."""
        return value

    def to_url(self, value: str) -> str:
        """Keep the reference as text."""
        return value
