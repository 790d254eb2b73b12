# shellcheck shell=bash
# ./dev test: unit tests, API tests and lints under ASan and UBSan, on a PostgreSQL of its own.

# Several runs may go on at once: each has its folder build/test/<pid>, removed when all is well.
test_folder()
{
    local folder
    own_folder "$build/test"
    for folder in "$build"/test/[0-9]*; do # left by a run that was killed
        if [ ! -d "$folder" ] || kill -0 "${folder##*/}" 2>/dev/null; then continue; fi
        cluster_remove "$folder/pg"
        rm -rf "$folder"
    done
    mkdir "$build/test/$$"
    echo "$build/test/$$"
}

# What the test programs are told, and nothing left in the shell by `./dev env`.
test_environment() # FOLDER PLACE PRESET
{
    pg_folder
    # shellcheck disable=SC2046,SC2086
    unset DATABASE_URL $(printf '%s\n' ${!RENKEI_@} | grep -vxE 'RENKEI_(PG_BIN|TEST_CITUS)')
    export RENKEI_TEST_BINARY="$build/$3/renkei"
    export RENKEI_TEST_PGHOST="$2"
    export RENKEI_TEST_PGPORT=5432
    export RENKEI_TEST_SUPERUSER=postgres
    export RENKEI_TEST_TEMPLATE=renkei_template
    export ASAN_OPTIONS="log_path='$1/sanitizer/report':detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=0"
    export UBSAN_OPTIONS="log_path='$1/sanitizer/report':print_stacktrace=1"
    export LSAN_OPTIONS="print_suppressions=0"
    export PYTHONDONTWRITEBYTECODE=1
}

# The migrated database that each test program clones.
test_template() # PLACE
{
    cluster_database "$1" renkei_template
    RENKEI_ADMIN_DATABASE_URL=$(cluster_dsn "$1" renkei_owner renkei_template) \
    DATABASE_URL=$(cluster_dsn "$1" renkei_app renkei_template) \
        "$RENKEI_TEST_BINARY" migrate >&2 || die 1 "the migrations fail on an empty database"
}

run_unit_tests() # FOLDER PRESET [CTEST ARGUMENT...]
{
    local folder=$1 preset=$2
    shift 2
    say "unit tests"
    ctest --test-dir "$build/$preset" --output-on-failure --no-tests=error -j"$(nproc)" \
        --output-junit "$folder/ctest.xml" "$@" >"$folder/ctest.log" 2>&1 && return
    cat "$folder/ctest.log" >&2
    return 1
}

run_pytest() # FOLDER NAME ARGUMENT...
{
    local folder=$1 name=$2
    shift 2
    "$PYTHON" -m pytest -p no:cacheprovider --junitxml="$folder/$name.xml" "$@"
}

# Everything. Unit tests, lints and the torture of the queue, which has a service of its own, run
# beside the API tests, which wait for theirs most of the time and so run in two halves, each with a
# service; what the others say is shown at the end.
run_all() # FOLDER
{
    local beside half status=0 torture=tests/api/test_reminder_torture.py
    {
        run_unit_tests "$1" dev || status=1
        say "lints and torture"
        run_pytest "$1" lint tests/lint "$torture" || status=1
        exit "$status"
    } >"$1/beside.log" 2>&1 &
    beside=$!
    RENKEI_TEST_SEEN="$1/seen-n.json" run_pytest "$1" api-n tests/api --ignore-glob='*/test_[a-i]*.py' --ignore="$torture" >"$1/half.log" 2>&1 &
    half=$!
    say "API tests"
    RENKEI_TEST_SEEN="$1/seen-a.json" run_pytest "$1" api-a tests/api --ignore-glob='*/test_[j-z]*.py' || status=1
    wait "$half" || status=1
    cat "$1/half.log"
    "$PYTHON" tests/api/seen_statuses.py "$1"/seen-?.json || status=1
    wait "$beside" || status=1
    cat "$1/beside.log"
    return "$status"
}

run_chosen() # FOLDER NAME PATH ARGUMENT...: without a path among the arguments, of those at PATH
{
    local folder=$1 name=$2 argument paths=("$3")
    shift 3
    for argument in "$@"; do
        [ -e "${argument%%::*}" ] && paths=()
    done
    run_pytest "$folder" "$name" "${paths[@]}" "$@"
}

# A line that says only that the sanitizer saw fibers is none: base/fiber.c tells it of each.
no_sanitizer_reports() # FOLDER
{
    local reports
    mapfile -t reports < <(find "$1/sanitizer" -type f -exec grep -lv "ASan doesn't fully support makecontext" {} +)
    [ "${#reports[@]}" -gt 0 ] || return 0
    say "sanitizer reports: ${#reports[@]}"
    head -n 40 "${reports[@]}" >&2
    return 1
}

# The last line: the sums of both suites.
print_totals() # FOLDER
{
    "$PYTHON" - "$1" <<'END'
import pathlib, sys
import xml.etree.ElementTree as xml

passed = failed = skipped = 0
for file in pathlib.Path(sys.argv[1]).glob("*.xml"):
    for case in xml.parse(file).iter("testcase"):
        kinds = {child.tag for child in case}
        bad = bool(kinds & {"failure", "error"}) or case.get("status") == "fail"
        skip = not bad and ("skipped" in kinds or case.get("status") in ("notrun", "disabled"))
        failed, skipped, passed = failed + bad, skipped + skip, passed + (not bad and not skip)
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
END
}

# Sets `folder`: the program is built, a PostgreSQL with the migrated template runs, the environment says
# so. The PostgreSQL ends with this shell.
test_stage() # PRESET
{
    local place preset=$1
    build_preset "$preset"
    folder=$(test_folder)
    mkdir "$folder/sanitizer"
    place=$(cluster_place "$folder/pg")
    # shellcheck disable=SC2064  # the values of now are meant
    trap "cluster_remove '$folder/pg'; rmdir '$folder' 2>/dev/null || true" EXIT
    trap 'exit 130' INT TERM HUP
    say "starting a PostgreSQL for the tests"
    cluster_start "$place" throwaway
    test_environment "$folder" "$place" "$preset"
    test_template "$place"
    cd "$root" || exit 70
}

# No report, the sums, and the folder emptied if all is well.
test_end() # FOLDER STATUS
{
    local folder=$1 status=$2
    no_sanitizer_reports "$folder" || status=1
    print_totals "$folder"
    say "${SECONDS} s"
    if [ "$status" = 0 ]; then
        rm -rf "$folder"/*.xml "$folder"/*.json "$folder"/*.log "$folder/sanitizer"
    else
        say "not everything holds, see above; kept until the next run: $folder"
    fi
    return "$status"
}

dev_test() # [PYTEST ARGUMENT...]
{
    local folder status=0
    packages_ensure build run test
    test_stage dev
    if [ $# -eq 0 ]; then run_all "$folder" || status=1; else run_chosen "$folder" chosen tests/api "$@" || status=1; fi
    test_end "$folder" "$status"
}
