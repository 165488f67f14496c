"""What the command says: who the people are, and where to look first."""

from collections.abc import Iterator

from django.conf import settings

from accounts.access import ROLE_NAMES, Role
from demo.reading import address_of, organisation


def people_lines() -> list[str]:
    """Return the people with their password, and what each would look at first."""
    return list(_lines())


def _lines() -> Iterator[str]:
    company = organisation()
    entries = [(entry, address_of(entry["name"])) for entry in company["people"]]
    roles = [", ".join(ROLE_NAMES[Role(role)] for role in entry["roles"]) for entry, _ in entries]
    wide, wider = max(len(at) for _, at in entries), max(len(role) for role in roles)
    yield company["notice"]
    yield f"Sign in at {settings.PUBLIC_ADDRESS}/login/ with the password {company['password']} as"
    for (entry, at), role in zip(entries, roles, strict=True):
        yield f"  {at:<{wide}}  {role:<{wider}}  {entry['look']}"
    yield "Everybody can know this password: keep a demo installation to yourself."
