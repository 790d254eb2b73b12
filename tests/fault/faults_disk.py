"""Full disks: the data's, then the log's, on a tmpfs of its own."""
import contextlib
import os
import shutil
import subprocess
import time

from catalogue import Skipped, fault
from cluster import make_folder, own


@contextlib.contextmanager
def small_disk(stage, name, megabytes):
    """A file system of so many megabytes; only root may mount one."""
    place = make_folder(stage.base / name)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "none", place]
    if os.geteuid() != 0 or subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode != 0:
        place.rmdir()
        raise Skipped("mounting a small disk takes root")
    own(place)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=False)
        place.rmdir()


def megabytes(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 2**20 + 1


def fill(place):
    """Takes all that is left of a disk, but for nothing."""
    with open(place / "filler", "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 65536)


def data_on(stage, disk, in_log):
    """A cluster with its data, or only its write-ahead log, on the small disk."""
    cluster = stage.database(**({} if in_log else {}))
    cluster.stop()
    part = cluster.data / "pg_wal" if in_log else cluster.data / "base"
    shutil.copytree(part, disk / part.name, symlinks=True, copy_function=shutil.copy2)
    subprocess.run(["chown", "-R", "--reference", cluster.data, disk / part.name], check=True)
    (disk / part.name).chmod(0o700)
    shutil.rmtree(part)
    part.symlink_to(disk / part.name)
    cluster.start()
    return cluster


@fault("F10", "the disk of the data is full", quick=5, long=30)
def data_disk_full(stage):
    """Reads go on, writes are refused, and go on when there is room."""
    base = megabytes(stage.base / "data" / "base")
    disk = stage.closing.enter_context(small_disk(stage, "disk", base + 24))
    cluster = data_on(stage, disk, in_log=False)
    stage.serve(tenants=2)
    with stage.writing(reads=1.0) as load, stage.probe() as live:
        time.sleep(1)
        fill(disk)
        began = time.monotonic()
        for _ in stage.every(0.5):
            with contextlib.suppress(Exception):  # needs room, and so ends what was left of it
                stage.sql("create table if not exists public.waste as select repeat('x', 8000) from"
                          " generate_series(1, 2000)")
        full = load.statuses["503 unavailable"]
        (disk / "filler").unlink()
        ended = time.monotonic()
        time.sleep(2)
    back = load.first_ack_after(ended)
    stage.claim(live.statuses() == {200}, f"/livez answers {live.statuses()}")
    stage.claim(full > 0, "no write was refused: the disk was not full")
    stage.claim(cluster.running(), "PostgreSQL ended")
    stage.claim(back is not None and back < 4, f"first write {back} s after there is room")
    stage.claim(load.statuses["GET 503"] == 0, f"{load.statuses['GET 503']} reads were refused")
    stage.note(f"{full} writes refused in {ended - began:.0f} s, {load.reads_done} reads,"
               f" first write {back or 0:.2f} s after there is room")


@fault("F11", "the disk of the write-ahead log is full", quick=4, long=20)
def log_disk_full(stage):
    """PostgreSQL ends by PANIC and does not come back by itself; somebody makes room and starts it."""
    disk = stage.closing.enter_context(small_disk(stage, "log", 96))
    cluster = data_on(stage, disk, in_log=True)
    stage.serve(tenants=2)
    with stage.writing() as load, stage.probe() as live, stage.probe("/readyz") as ready:
        time.sleep(1)
        fill(disk)
        began = time.monotonic()
        with contextlib.suppress(Exception):
            for _ in range(200):
                stage.sql("select pg_logical_emit_message(true, 'x', repeat('y', 1000000))")
        panicked = time.monotonic()
        time.sleep(2)
        for _ in stage.every(0.5):
            pass
        down = ready.statuses(panicked + 2)
        (disk / "filler").unlink()
        cluster.stop("immediate")
        cluster.start()
        ended = time.monotonic()
        time.sleep(2)
    back = load.first_ack_after(ended)
    stage.claim("PANIC" in cluster.log.read_text(), "PostgreSQL did not PANIC: the disk was not full")
    stage.claim(live.statuses() == {200}, f"/livez answers {live.statuses()}")
    stage.claim(down == {503}, f"/readyz answers {down} without a database")
    stage.claim(back is not None and back < 6, f"first write {back} s after PostgreSQL is back")
    stage.note(f"{panicked - began:.1f} s to the PANIC, first write {back or 0:.2f} s after the start")
