"""What the machine lacks is said in words, with the command that helps."""

from pathlib import Path

import pytest

from script.stack.console import Trouble
from script.stack.system import need_shared_memory


def test_a_machine_whose_worker_could_not_start_is_told_so_before_it_tries(tmp_path: Path) -> None:
    need_shared_memory(tmp_path)
    with pytest.raises(Trouble, match="mount -t tmpfs"):
        need_shared_memory(tmp_path / "absent")
