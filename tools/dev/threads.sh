# shellcheck shell=bash
# ./dev threads: what several threads do at once, under the thread sanitizer: unit tests of the rooms
# that have threads, and the API tests in which many are served at a time, ends and cuts included. A
# program that races must be found, or all of this said nothing.

THREADS_UNITS='^(base_fiber|base_heap|base_budget|base_rate|auth_|db_|http_|jobs_)'
THREADS_API=(lifecycle lost_connections idempotency turns many_connections cut_off edge heads bodies keys issuer_keys
    service trips reminder_worker import_worker webhooks)

# The program with a race: the sanitizer ends it with a status of its own.
race_is_found() # FOLDER
{
    say "control: a race must be found"
    if TSAN_OPTIONS="log_path='$1/race':exitcode=66" "$build/tsan/tests/race"; then return 1; fi
    [ -n "$(find "$1" -name 'race.*' -size +0)" ]
}

dev_threads() # [PYTEST ARGUMENT...]
{
    local folder files status=0
    packages_ensure build run test
    test_stage tsan
    export TSAN_OPTIONS="log_path='$folder/sanitizer/report':atexit_sleep_ms=0"
    race_is_found "$folder" || { say "the race was not found"; status=1; }
    if [ $# -eq 0 ]; then
        run_unit_tests "$folder" tsan -R "$THREADS_UNITS" || status=1
        mapfile -t files < <(printf 'tests/api/test_%s.py\n' "${THREADS_API[@]}")
        set -- "${files[@]}"
    fi
    run_pytest "$folder" api "$@" || status=1
    rm -f "$folder"/race.*
    test_end "$folder" "$status"
}
