"""Watch running programs: start again what dies, stop everything in order when asked."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from script.stack.console import Trouble, report, say
from script.stack.processes import Child, PidFile, StopAsked, StopSwitch

LONGEST_PAUSE = 30.0
# A program that ran this long was well; its next death is a new story.
GOOD_RUN = 60.0


@dataclass(slots=True)
class Watched:
    """A program with its way of starting again and its record of deaths."""

    child: Child
    launch: Callable[[StopSwitch], None]
    deaths: int = 0
    started: float = 0.0
    due: float | None = None

    def begin(self, switch: StopSwitch) -> None:
        """Start the program and note when."""
        self.launch(switch)
        self.started = time.monotonic()
        self.due = None

    def pause(self) -> float:
        """Return how long to wait before the next start; longer after every early death."""
        if time.monotonic() - self.started > GOOD_RUN:
            self.deaths = 0
        self.deaths += 1
        return min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)


class Supervisor:
    """Holds the programs in the order of their start."""

    def __init__(self, pids: PidFile, switch: StopSwitch) -> None:
        self.pids = pids
        self.switch = switch
        self.watched: list[Watched] = []

    def start(self, child: Child, launch: Callable[[StopSwitch], None] | None = None) -> None:
        """Start a program and watch it from now on."""
        self.switch.check()
        watched = Watched(child, launch or (lambda _switch: child.start()))
        self.watched.append(watched)
        watched.begin(self.switch)
        self.record()

    def relaunch_with(self, child: Child, launch: Callable[[StopSwitch], None]) -> None:
        """Use a shorter way for starting this program again than for its first start."""
        for watched in self.watched:
            if watched.child is child:
                watched.launch = launch

    def record(self) -> None:
        """Write down which programs run."""
        self.pids.write([watched.child for watched in self.watched])

    def watch(self) -> None:
        """Watch until somebody asks to stop."""
        while not self.switch.asked:
            for watched in self.watched:
                self._look_at(watched)
            time.sleep(0.2)

    def _look_at(self, watched: Watched) -> None:
        if watched.child.running():
            return
        now = time.monotonic()
        if watched.due is None:
            pause = watched.pause()
            watched.due = now + pause
            _tell(watched, f"{watched.child.ending()}; starting it again in {pause:.0f} s")
        elif now >= watched.due:
            self._start_again(watched)

    def _start_again(self, watched: Watched) -> None:
        try:
            watched.child.stop()  # it is dead, but what it started may not be
            watched.begin(self.switch)
        except StopAsked:
            return
        except Trouble:
            watched.due = time.monotonic() + watched.pause()
            _tell(watched, "it does not start; trying again")
        else:
            self.record()

    def stop(self, order: Sequence[str]) -> None:
        """Stop the programs in this order of names, saying how long each took."""
        by_name = {watched.child.name: watched.child for watched in self.watched}
        for child in (by_name[name] for name in order if name in by_name):
            if child.running():
                began = time.monotonic()
                ended = "stopped" if child.stop() else "did not stop and was killed"
                report(f"{child.name} {ended}", time.monotonic() - began)
        self.pids.path.unlink(missing_ok=True)


def _tell(watched: Watched, text: str) -> None:
    say(f"{time.strftime('%H:%M:%S')}  {watched.child.name}: {text} (see {watched.child.log})")
