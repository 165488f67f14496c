"""`need`: data that a task requires, with its checks."""

from core.kinds.table import Table


class Need(Table):
    """A table whose columns the question set words."""

    name = "need"
