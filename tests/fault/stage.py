"""A stage: one PostgreSQL, one database, the service and its writers, for one fault."""
import contextlib
import functools
import shutil
import time

from cluster import TEMPLATE, Cluster
from service import Probe, Service
from writers import Caller, Load

DATABASE = TEMPLATE  # the copy's own database, migrated already


class Stage:
    """`claim` records what must hold of this fault beside the general checks; `note` what a reader
    of the table wants to know."""

    def __init__(self, folder, base, keys, seed, seconds):
        self.folder, self.base, self.keys, self.seed, self.seconds = folder, base, keys, seed, seconds
        self.clusters, self.services, self.tenants, self.tokens = [], [], [], []
        self.complaints, self.notes, self.closing = [], [], contextlib.ExitStack()
        self.loads, self.prepared = [], 0
        self.allows_500 = False
        self.meant = set()  # names of suppliers that the fault itself makes
        folder.mkdir(parents=True)
        folder.chmod(0o711)  # PostgreSQL's account passes through to its own folder

    # --- putting it up

    @property
    def cluster(self):
        return self.clusters[0]

    @property
    def service(self):
        return self.services[0]

    @property
    def load(self):
        return self.loads[-1]

    def add_cluster(self, cluster, start=True):
        self.clusters.append(cluster)
        self.closing.callback(cluster.stop, "immediate")
        if start:
            cluster.start()
        return cluster

    def database(self, data=None, **settings):
        """The copy of the base that this stage works on."""
        place = self.base / f"c{len(self.clusters)}"
        self.closing.callback(remove, place)
        return self.add_cluster(Cluster.copy_of(self.base, place, data, **settings))

    def serve(self, count=1, tenants=1, dsn=None, limits=None, output=None, ready=True, **extra):
        """Starts `count` processes of the service and makes the tenants, with a token each."""
        if not self.clusters:
            self.database()
        for _ in range(count):
            service = self.prepare(dsn)
            service.limits, service.output = limits, output
            self.services.append(service)
            self.closing.callback(self.end_service, service)
            service.start({"RENKEI_THREADS": "16", **extra}, ready)
        for number in range(len(self.tenants), tenants):
            self.tenants.append(self.service.add_tenant())
            self.tenants[number].bundles = self.tenants[0].bundles  # asked once
            self.tokens.append(functools.partial(self.token, number))
            self.token(number)  # made now, not by sixteen writers at once
        return self.service

    def prepare(self, dsn=None):
        """A process of the service that is not started: its folder, its ports, its environment."""
        self.prepared += 1
        folder = self.folder / f"service{self.prepared}"
        folder.mkdir()
        return Service(self.cluster, DATABASE, folder, self.keys, dsn)

    def end_service(self, service):
        if service.keeper is not None and service.keeper.is_alive():
            service.stop()

    @functools.lru_cache(maxsize=None)
    def token(self, tenant, shift=0):
        """Of the tenant's administrator, good for the run; `shift` seconds away from now."""
        claims = self.tenants[tenant].claims("admin", sub="writer", ttl=6 * 3600)
        return self.tenants[tenant].sign({**claims, "iat": claims["iat"] + shift, "exp": claims["exp"] + shift})

    def caller(self, seconds=20):
        """Requests of the fault itself, to the first service."""
        return Caller(self.services[:1], 0, seconds)

    def sql(self, statement, *values):
        return self.cluster.sql(statement, *values, database=DATABASE)

    # --- while it happens

    @contextlib.contextmanager
    def writing(self, services=None, **options):
        """The writers write as long as the block lasts; behind it what is unknown is asked again."""
        load = Load(self.folder, services or self.services, self.tokens, self.seed, **options)
        self.loads.append(load)
        load.start()
        try:
            yield load
        finally:
            load.stop()

    def every(self, pause, least=1):
        """Yields until the time of this fault is over, and at least so often: a busy machine is slow."""
        end = time.monotonic() + self.seconds
        while least > 0 or time.monotonic() + pause < end:
            time.sleep(pause)
            least -= 1
            yield time.monotonic()

    def probe(self, path="/livez", service=None, **options):
        return Probe(service or self.service, path, **options)

    # --- what is to be told

    def claim(self, holds, text):
        if not holds:
            self.complaints.append(text)

    def note(self, text):
        self.notes.append(text)

    def settle(self):
        """After the fault: everything runs, and what is unknown is asked again."""
        for cluster in self.clusters[:1]:
            cluster.wait()
        for service in self.services:
            service.wait_until("/readyz", 200, 30)
        for load in self.loads:
            load.resolve()
            self.complaints += load.complaints
            for status, number in load.statuses.items():
                self.claim(not status.startswith("500") or self.allows_500, f"{number} answers {status}")

    def close_services(self):
        """Each ends by SIGTERM; an end that nobody asked for is a fault of the service."""
        for number, service in enumerate(self.services):
            if service.keeper is None or not service.keeper.is_alive():
                continue
            status = service.stop()
            self.claim(status == 0, f"process {number} ended with {status} after SIGTERM")
        for service in self.services:
            ends = service.unmeant()
            self.claim(not ends, f"the service ended {len(ends)} times by itself, status {ends[:1]}:"
                                 f" {service.last_words()[-300:]}")


def remove(place):
    shutil.rmtree(place, ignore_errors=True)
