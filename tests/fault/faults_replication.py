"""Two clusters: failover, a primary that comes back, a standby that goes."""
import os
import signal
import time

from catalogue import control, fault
from stage import DATABASE, remove


def two_hosts(stage):
    """Both clusters in one DSN, as docs/operations.md shows it."""
    hosts = ",".join(str(cluster.folder) for cluster in stage.clusters)
    return (f"host={hosts} port=5432,5432 user=renkei_app dbname={DATABASE}"
            " target_session_attrs=read-write connect_timeout=2")


def pair(stage, synchronous=True):
    """A primary and its streaming standby; the service knows both."""
    names = "'*'" if synchronous else "''"
    primary = stage.database(wal_level="replica", max_wal_senders="4", hot_standby="on")
    stage.closing.callback(remove, stage.base / "c1")
    standby = stage.add_cluster(primary.standby(stage.base / "c1"), start=False)
    primary.configure(synchronous_standby_names=names)
    standby.configure(synchronous_standby_names="''")
    streaming(primary, synchronous)
    return primary, standby


def wait_for(condition, fault, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, fault
        time.sleep(0.05)


def streaming(primary, synchronous):
    wanted = [("sync" if synchronous else "async",)]
    wait_for(lambda: primary.sql("select sync_state from pg_stat_replication where state = 'streaming'") == wanted,
             "the standby does not stream")


def take_over(stage, standby):
    """From now on the standby is the cluster that is judged."""
    standby.promote()
    stage.clusters.remove(standby)
    stage.clusters.insert(0, standby)
    for service in stage.services:
        service.cluster = standby
    return time.monotonic()


@fault("F07", "the primary is killed, the synchronous standby promoted", quick=6, long=20)
def failover(stage):
    primary, standby = pair(stage)
    stage.serve(tenants=2, dsn=two_hosts(stage))
    with stage.writing() as load:
        time.sleep(stage.seconds / 2)
        primary.kill()
        promoted = take_over(stage, standby)
        time.sleep(stage.seconds / 2)
    back = load.first_ack_after(promoted)
    stage.claim(back is not None and back < 6, f"first write {back} s after the promotion")
    stage.note(f"first write {back or 0:.2f} s after the promotion")


@fault("F08", "the old primary comes back beside the new one", quick=7, long=20)
def old_primary_returns(stage):
    primary, standby = pair(stage)
    stage.serve(tenants=2, dsn=two_hosts(stage))
    with stage.writing() as load:
        time.sleep(2)
        primary.kill()
        promoted = take_over(stage, standby)
        wait_for(lambda: load.first_ack_after(promoted), "no write after the promotion")
        primary.configure(synchronous_standby_names="''")
        primary.start()
        mark = primary.sql("select coalesce(max(created_at), now()) from app.events", database=DATABASE)[0][0]
        returned = time.monotonic()
        for _ in stage.every(1):  # connections come and go, new ones look for a host
            standby.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'renkei_app'")
    strayed = primary.sql("select count(*) from app.events where created_at > %s", mark, database=DATABASE)[0][0]
    primary.stop("immediate")
    back = load.first_ack_after(returned + 1)
    stage.claim(strayed == 0, f"the old primary took {strayed} changes")
    stage.claim(back is not None and back < 3, f"first write {back} s after connections were ended")
    stage.note(f"{strayed} changes went to the old primary")


@fault("F09", "the synchronous standby is gone", quick=7, long=30)
def standby_gone(stage):
    """COMMIT waits for it; the caller is told that the outcome is not known."""
    primary, standby = pair(stage)
    stage.serve(tenants=2)
    with stage.writing() as load, stage.probe() as live:
        time.sleep(1)
        standby.stop("immediate")
        for _ in stage.every(0.5):
            pass
        standby.start()
        streaming(primary, True)
        ended = time.monotonic()
        time.sleep(2)
    back = load.first_ack_after(ended)
    stage.claim(load.statuses["503 outcome_unknown"] > 0, "no commit was told as unknown")
    stage.claim(load.worst() < 12, f"a request waited {load.worst():.1f} s")
    stage.claim(live.statuses() == {200}, f"/livez answers {live.statuses()}")
    stage.claim(back is not None and back < 6, f"first write {back} s after the standby is back")
    stage.note(f"{load.statuses['503 outcome_unknown']} told as unknown, longest wait {load.worst():.1f} s")


@control("N1", "an asynchronous standby is promoted", quick=5, long=10, shows="lost")
def asynchronous_standby(stage):
    """It stops receiving for a while before the primary dies: what was acknowledged then is gone."""
    primary, standby = pair(stage, synchronous=False)
    stage.serve(dsn=two_hosts(stage))
    receiver = standby.sql("select pid from pg_stat_wal_receiver")[0][0]
    with stage.writing() as load:
        time.sleep(1)
        os.kill(receiver, signal.SIGSTOP)
        time.sleep(1.5)
        primary.kill()
        os.kill(receiver, signal.SIGCONT)
        take_over(stage, standby)
        for _ in stage.every(1):
            pass
    stage.note(f"{len(load.acks)} writes acknowledged")
