"""`options`: alternatives to building, costed side by side."""

from core.kinds.table import Table


class Options(Table):
    """A table whose columns the question set words."""

    name = "options"
