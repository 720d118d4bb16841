"""How much of everything. `--quick` only proves that the benchmarks run."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sizes:
    rounds: int = 5
    submissions: dict[int, int] = field(default_factory=lambda: {1: 40, 32: 160, 256: 320})  # clients: a round's
    questions: dict[int, int] = field(default_factory=lambda: {1: 4, 32: 32, 256: 256})  # conversations a round
    slow: dict[int, int] = field(default_factory=lambda: {32: 96, 256: 320})
    texts: int = 160
    postgres: int = 96
    cut_off: int = 256
    killed: int = 256
    processes: tuple[int, ...] = (1, 2, 4)
    growing: int = 48  # for each process
    counted: int = 60
    recording: int = 128 * 1024 * 1024  # bytes: the service takes 200 MB
    reads: int = 100
    renders: int = 200
    starts: int = 5

    @property
    def conversations(self) -> int:
        """How many have to be prepared for `submit`, which needs the most."""
        return self.rounds * sum(self.submissions.values()) + 2 * self.cut_off + self.killed


QUICK = Sizes(
    rounds=1,
    submissions={1: 2, 4: 8},
    questions={4: 4},
    slow={4: 8},
    texts=10,
    postgres=4,
    processes=(1, 2),
    growing=4,
    counted=10,
    cut_off=8,
    killed=8,
    recording=1024 * 1024 + 64 * 1024,
    reads=2,
    renders=2,
    starts=1,
)
