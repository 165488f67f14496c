"""placeholder"""


def main(a: list[str]) -> int:
    """Placeholder."""
    return 0
