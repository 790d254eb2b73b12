# shellcheck shell=bash
# ./dev fuzz: libFuzzer over every reader of what comes from outside (tests/fuzz), RENKEI_FUZZ_SECONDS each
# (60). What it finds on its way is kept in build/fuzz/corpus for the next time; what ends a target is
# told with the file that does it.

fuzz_targets()
{
    local file name
    for file in "$root"/tests/fuzz/*.c; do
        name=$(basename "$file" .c)
        [ "$name" = standalone ] || echo "$name"
    done
}

# One line for a target that held; its log and the input that ended it for one that did not.
fuzz_one() # TARGET
{
    local name=$1 folder="$build/fuzz/found/$1" found="$build/fuzz/corpus/$1" runs
    mkdir -p "$folder" "$found"
    if "$build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="${RENKEI_FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=1024 \
        -max_len=8192 -print_final_stats=1 -artifact_prefix="$folder/" \
        "$found" "$root/tests/fuzz/corpus/$name" >"$folder/log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/log")
        printf '%-14s %10s runs, %s inputs kept\n' "$name" "$runs" "$(find "$found" -type f | wc -l)"
        return 0
    fi
    tail -n 30 "$folder/log"
    echo "$name: see $folder; play it again with build/fuzz/tests/fuzz/fuzz_$name FILE"
    return 1
}

dev_fuzz() # [TARGET...]
{
    local targets
    packages_ensure build test fuzz
    mapfile -t targets < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else fuzz_targets; fi)
    build_preset fuzz fuzz_programs
    say "fuzzing ${#targets[@]} targets, ${RENKEI_FUZZ_SECONDS:-60} s each"
    export -f fuzz_one
    export root
    printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'fuzz_one {}' ||
        die 1 "not every target held; see above"
}
