from pathlib import Path

import pytest

from course import judge, sandbox

BANK = Path(__file__).parent / "bank"


@pytest.fixture(scope="session")
def laboratory():
    with sandbox.laboratory() as folder:
        yield folder


@pytest.fixture(params=["bubblewrap", "plain"])
def judged(request, laboratory):
    """judged(exercise, code): both kinds of sandbox say the same."""
    enclosed = request.param == "bubblewrap"
    if enclosed and not sandbox.usable():
        pytest.skip("bubblewrap is missing, or may not make namespaces here")

    def judged(exercise, code, seconds=20):
        return judge.judge(
            {
                "exercise": exercise,
                "bank": str(BANK / "exercises"),
                "code": code,
                "seed": 3,
                "seconds": seconds,
                "laboratory": str(laboratory),
                "enclosed": enclosed,
            }
        )

    return judged
