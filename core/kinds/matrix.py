"""`matrix`: candidates for the components compared."""

from core.kinds.table import Table


class Matrix(Table):
    """A table whose columns the question set words."""

    name = "matrix"
