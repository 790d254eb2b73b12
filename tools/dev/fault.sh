# shellcheck shell=bash
# ./dev fault: what holds when processes are killed and clocks jump, on a PostgreSQL of its own (minutes).

dev_fault() # ARGUMENT... of the one program named first, e.g. reminder_torture.py --kills 50
{
    local place program status=0 programs=("$root"/tests/fault/*.py)
    packages_ensure build run test
    build_preset release
    own_folder "$build/fault"
    place=$(cluster_place "$build/fault/pg")
    # shellcheck disable=SC2064  # the value of now is meant
    trap "cluster_remove '$build/fault/pg'" EXIT
    trap 'exit 130' INT TERM HUP
    cluster_start "$place" throwaway
    test_environment "$build/fault" "$place"
    export RENKEI_TEST_BINARY="$build/release/renkei"
    test_template "$place"
    cd "$root" || exit 70
    if [ $# -gt 0 ]; then
        programs=("$root/tests/fault/$1")
        shift
    fi
    for program in "${programs[@]}"; do
        say "${program##*/} $*"
        /usr/bin/python3 "$program" "$@" || status=1
    done
    return "$status"
}
