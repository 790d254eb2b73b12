"""Negative controls: mistakes made on purpose. Each must be found, or the checks show nothing."""
import time

from catalogue import control
from faults_feed import stop_log_writer
from faults_network import proxied


@control("N2", "synchronous_commit = off and a crash", quick=2, long=4, shows="lost")
def commit_not_waited_for(stage):
    """The process that would write the log soon is stopped, so that soon is too late."""
    stage.database(synchronous_commit="off", wal_buffers="16MB")
    stage.serve(tenants=4)
    stage.cluster.sql("checkpoint")  # the tenants stay
    stop_log_writer(stage)
    with stage.writing():
        time.sleep(stage.seconds)
        stage.cluster.kill()
        stage.cluster.start()


@control("N3", "the repeat carries another key", quick=4, long=6, shows="doubled")
def another_key(stage):
    with proxied(stage, tenants=2) as proxy:
        proxy.set(cut=0.2)
        with stage.writing(same_key=False):
            for _ in stage.every(1):
                pass


@control("N4", "an event is edited by the owner of the tables", quick=1, long=1, shows="(h)")
def tampering(stage):
    write_a_little(stage)
    stage.sql("update app.events set body = replace(body, 'created', 'creatad')"
              " where id = (select id from app.events where type = 'supplier.created' limit 1)")


@control("N5", "a policy lets every row be seen", quick=1, long=1, shows="(l)")
def policy_open(stage):
    """Without any policy nobody would see a row; without forced policies the service is not ready."""
    write_a_little(stage)
    stage.sql("create policy fault_open on app.suppliers for select using (true)")


@control("N6", "one event in twenty is not written", quick=2, long=2, shows="(g)")
def event_outside(stage):
    stage.database()
    stage.sql("create function app.fault_forget() returns trigger language plpgsql as"
              " 'begin if new.seq % 20 = 0 then return null; end if; return new; end'")
    stage.sql("create trigger fault_forget before insert on app.events for each row"
              " execute function app.fault_forget()")
    write_a_little(stage)


@control("N7", "a row is deleted behind the service", quick=1, long=1, shows="lost")
def row_deleted(stage):
    write_a_little(stage)
    stage.sql("delete from app.suppliers where id = (select id from app.suppliers order by id limit 1)")


def write_a_little(stage):
    stage.serve()
    with stage.writing(writers=4):
        time.sleep(stage.seconds)
