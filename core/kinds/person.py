"""`person`: somebody named in words, with the project's people suggested."""

from dataclasses import replace

from core.kinds.controls import Control, Place
from core.kinds.text import Text


def people_list_id(name: str) -> str:
    """Return the id of the list of suggestions that all persons of one question share."""
    return f"people-{name.split('.')[0]}"


class Person(Text):
    """A name of at most 200 characters; people outside the project may be named too."""

    name = "person"
    limit = 200

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return a text input that suggests the project's people."""
        list_id = people_list_id(place.name) if place.surroundings.people else ""
        return (replace(place.control("text"), list_id=list_id, width="medium"),)
