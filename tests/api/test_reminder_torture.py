"""The torture of the queue in short: the whole of it is `./dev fault`."""
import pathlib
import subprocess
import sys

TORTURE = pathlib.Path(__file__).resolve().parents[1] / "fault/reminder_torture.py"


def test_killed_workers_lose_nothing_and_stale_ones_finish_nothing():
    done = subprocess.run(
        [sys.executable, TORTURE, "--reminders", "120", "--workers", "8", "--kills", "12", "--odds", "0.04",
         "--ice", "0.04"],
        capture_output=True, text=True, timeout=240)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
