"""Several requests at the same moment. The tests that use it need ``django_db(transaction=True)``."""

import threading
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import connection


def at_once(
    *deeds: Callable[[], object], refusals: tuple[type[Exception], ...] = (ValidationError,)
) -> list[str]:
    """Do all of it at the same moment; what each came to, sorted: "done" or the name of its refusal."""
    barrier = threading.Barrier(len(deeds))
    outcomes: list[str] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait()
            deed()
            outcomes.append("done")
        except refusals as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
