"""The same work on a Dask cluster: an executor for a builder, as `processes.Processes` is one.

Each worker is sent once what pages are made of (`parcel`), by value, for it may have another version of this library or
none. What a lost worker had to do Dask gives to another; what has lost too many it reports.
"""

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from operator import call

import cloudpickle
from distributed import Client

from sosanh.data import paths
from sosanh.publish import parcel
from sosanh.publish.processes import Ended, Unready

WAIT = 10  # seconds for the scheduler to answer, and for a first worker to come
cloudpickle.register_pickle_by_value(parcel)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The executor of the scheduler at `address`; `Unready` where there is none, or no workers that are as this one."""
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError):
        raise Unready(f"no scheduler answers at {address}; start one: dask scheduler") from None
    with client:  # once it is gone, in whatever way, Dask drops what is queued and what was sent
        try:
            client.wait_for_workers(1, WAIT)
        except TimeoutError:
            raise Unready(f"the scheduler at {address} has no workers; start some: dask worker {address}") from None
        wanted = parcel.needed()
        for worker, found in client.get_versions(packages=[*wanted])["workers"].items():
            python = ".".join(found["packages"]["python"].split(".")[:2])
            if other := parcel.other(wanted, found["packages"] | {"Python": python}):
                raise Unready(f"worker {worker}: {other}")
        yield _Sender(client, cloudpickle.dumps(parcel.Parcel(parcel.packed(), wanted)))


class _Sender(Executor):
    def __init__(self, client: Client, sent: bytes) -> None:
        self.dask = client.get_executor(pure=False)
        self.parcel = client.submit(pickle.loads, sent, key=paths.digest(sent))

    def submit(self, *asked) -> Future:
        made = Future()

        def settle(done: Future) -> None:
            try:
                answer, error = pickle.loads(done.result())
            except Exception as failed:
                answer, error = None, Ended(f"{type(failed).__name__}: {failed}")
            made.set_exception(error) if error else made.set_result(answer)

        self.dask.submit(call, self.parcel, pickle.dumps(asked)).add_done_callback(settle)
        return made
