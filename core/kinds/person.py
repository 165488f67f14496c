"""`person`: somebody named in words, with the project's people suggested."""

from dataclasses import replace

from core.kinds.controls import Control, Place
from core.kinds.text import Text, suggestions_id


class Person(Text):
    """A name of at most 200 characters; people outside the project may be named too."""

    name = "person"
    settings = frozenset()
    limit = 200

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return a text input that suggests the project's people."""
        list_id = suggestions_id(place.name, "people") if place.surroundings.people else ""
        return (replace(place.control("text"), list_id=list_id, width="medium"),)
