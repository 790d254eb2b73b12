# shellcheck shell=bash
# Builds a preset of CMakePresets.json into build/<preset>.

# A terminal gets ninja's one moving line; a log file gets every 25th step and what goes wrong.
build_steps()
{
    if [ -t 2 ]; then
        ninja "$@" >&2
    else
        ninja "$@" | awk '/^\[[0-9]+\/[0-9]+\] / { if (++step % 25 == 0) print "   " $1; next }
                          /^ninja: / && !/error|fatal|stopped/ { next }
                          { print }
                          { fflush() }' >&2
    fi
}

build_preset() # PRESET TARGET...
{
    local preset=$1
    shift
    say "building (preset $preset)"
    own_folder "$build/$preset"
    (
        flock 9 # two at once would write the same objects
        if [ ! -e "$build/$preset/build.ninja" ]; then
            (cd "$root" && cmake --preset "$preset" -DPYTHON="$PYTHON" >"$build/$preset/configure.log" 2>&1) ||
                { cat "$build/$preset/configure.log" >&2; exit 1; }
        fi
        build_steps -C "$build/$preset" -j"$(nproc)" "$@"
    ) 9>"$build/$preset/.lock" || die 1 "the build failed; see above"
}
