"""`trace`: business goal to ML task to data to component."""

from core.kinds.table import Table


class Trace(Table):
    """A table whose columns the question set words."""

    name = "trace"
