import pytest
from killing import Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from scenes import SCENES

@pytest.mark.parametrize("name", sorted(SCENES))
def test_k(stage, name):
    met = play_killed(stage, SCENES[name])

@pytest.mark.parametrize("name", sorted(SCENES))
def test_f(stage, name):
    met = play_failed(stage, SCENES[name])
