# shellcheck shell=bash
# ./dev fault: what holds when processes are killed, disks fill, links break and clocks jump, on
# PostgreSQL clusters of its own. tests/fault/run.py plays the faults; docs/reliability.md reads the table.
# RENKEI_FAULT_PRESET=dev plays them with the sanitizers (and without what preloads a library).

# A migrated cluster, stopped: each fault works on a copy of it.
fault_base() # PLACE PRESET
{
    cluster_start "$1" lasting
    test_environment "$build/fault" "$1" "$2"
    test_template "$1"
    cluster_stop "$1" fast
}

dev_fault() # [--quick] [--seed N] [--only IDS] [--list] [--keep] | reminder_torture.py ARGUMENT... | webhook_torture.py ARGUMENT... | erp_night.py ARGUMENT...
{
    local place status=0 program=run.py preset=${RENKEI_FAULT_PRESET:-release}
    case ${1:-} in *.py) program=$1 && shift ;; esac
    packages_ensure build run test fault
    build_preset "$preset" renkei failing_malloc slow_main
    own_folder "$build/fault"
    rm -rf "$build/fault/sanitizer"
    mkdir "$build/fault/sanitizer"
    place=$(cluster_place "$build/fault/pg")
    # shellcheck disable=SC2064  # the value of now is meant
    trap "cluster_remove '$build/fault/pg'" EXIT
    trap 'exit 130' INT TERM HUP
    fault_base "$place" "$preset"
    export RENKEI_FAULT_PLACE="$place"
    cd "$root" || exit 70
    [ "$program" = run.py ] || cluster_start "$place" lasting
    "$PYTHON" "tests/fault/$program" "$@" || status=1
    no_sanitizer_reports "$build/fault" || status=1
    return "$status"
}
