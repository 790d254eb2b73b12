# shellcheck shell=bash
# ./dev bench: the release build against pgbench on a PostgreSQL of its own, kept between runs because
# filling it takes longer than measuring.

dev_bench() # ARGUMENT... of tests/bench/run.py; million and growth ARGUMENT... of theirs, as chain, instructions and peers
{
    local place folder=pg kind=bench program=run.py
    case ${1:-} in
        million | growth) folder=million kind=throwaway program=$1.py ;;
        chain | instructions | peers) program=$1.py ;;
    esac
    [ "$program" = run.py ] || shift
    packages_ensure build run test bench
    build_preset release all score_bench
    own_folder "$build/bench"
    place=$(cluster_place "$build/bench/$folder")
    # shellcheck disable=SC2064  # the value of now is meant
    trap "cluster_stop '$place' fast" EXIT
    trap 'exit 130' INT TERM HUP
    cluster_start "$place" "$kind"
    export RENKEI_TEST_BINARY="$build/release/renkei"
    export RENKEI_TEST_PGHOST="$place"
    export RENKEI_TEST_PGPORT=5432
    export RENKEI_TEST_SUPERUSER=postgres
    export RENKEI_BENCH_FOLDER="$build/bench"
    cd "$root" || exit 70
    "$PYTHON" "tests/bench/$program" "$@"
}
