# shellcheck shell=bash
# ./dev check: what can be judged without running the service. All steps run, or those that are named;
# the last lines say how each ended.

c_files()
{
    find "$root/src" "$root/include" "$root/tests" -name '*.[ch]' | sort
}

c_sources()
{
    find "$root/src" -name '*.c' | sort
}

check_format()
{
    c_files | xargs clang-format --dry-run -Werror
}

# One file at a time: clang 14's check of va_list carries its state over to the next file.
check_tidy()
{
    c_sources | xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build/dev" \
        --extra-arg=-Wno-unknown-warning-option
}

check_cppcheck()
{
    cppcheck --quiet --error-exitcode=1 --inline-suppr -j "$(nproc)" --std=c11 \
        --cppcheck-build-dir="$build/check/cppcheck" --suppressions-list="$root/tools/cppcheck.txt" \
        --library="$root/tools/cppcheck.cfg" \
        --enable=warning,performance,portability -I "$root/include" "$root/src"
}

check_structure()
{
    "$PYTHON" "$root/tools/check_structure.py" --library "$build/release/libscore.a"
}

check_shell()
{
    (cd "$root" && shellcheck -x dev tools/dev/*.sh tools/docker/*.sh .ci/run)
}

check_contract()
{
    (cd "$root" && "$PYTHON" -m pytest -q -p no:cacheprovider tests/lint)
}

# The program, linked with the table of handlers that a copy of the contract makes: it stands before the
# libraries, so the linker takes it and not theirs.
link_table() # COPY
{
    local object=CMakeFiles/http.dir/generated/generated/http/handlers.c.o compile link
    mkdir -p "$1/generated/generated/base"
    "$PYTHON" "$root/tools/contract.py" --openapi "$1/openapi.yaml" --out "$1/generated/generated" || return 1
    compile=$(ninja -C "$build/release" -t commands "$object" | tail -n 1)
    link=$(ninja -C "$build/release" -t commands renkei | tail -n 1)
    compile=${compile//"$build/release/generated"/"$1/generated"}
    link=${link%%&& cd *} # what is told of the program afterwards
    (cd "$build/release" && eval "${compile//"$object"/"$1/handlers.o"}" &&
        eval "${link/ -o renkei / "$1/handlers.o" -o "$1/renkei" }")
}

# A program whose contract names an operation that no handler has must not link. The unchanged copy is
# linked first, so that the failure is that name's and nobody else's.
check_unhandled_operation()
{
    local copy="$build/check/contract" name file
    rm -rf "$copy"
    mkdir -p "$copy"
    cp -r "$root/openapi.yaml" "$root/openapi" "$copy"
    file=$copy/openapi/service.yaml
    name=$(sed -n 's/^ *operationId: *\([a-z_]*\).*/\1/p' "$file" | head -n 1)
    if ! link_table "$copy" >"$copy/log" 2>&1; then
        cat "$copy/log"
        echo "the unchanged copy does not link"
        return 1
    fi
    sed -i "s/operationId: *$name\$/operationId: ${name}_renamed/" "$file"
    if link_table "$copy" >"$copy/log" 2>&1; then
        echo "operation ${name}_renamed has no handler, and the program links all the same"
        return 1
    fi
    grep -q "undefined reference to .${name}_renamed'" "$copy/log" ||
        { cat "$copy/log"; echo "the build failed for another reason"; return 1; }
}

dev_check() # [STEP...]
{
    local step status=0 results=() steps=(format tidy cppcheck structure shell contract openapi unhandled_operation)
    for step in "$@"; do
        [[ " ${steps[*]} " == *" $step "* ]] || die 64 "no step $step; there are ${steps[*]}"
    done
    packages_ensure build run test check
    build_preset release renkei
    build_preset dev
    mkdir -p "$build/check/cppcheck"
    [ $# = 0 ] || steps=("$@")
    for step in "${steps[@]}"; do
        say "$step"
        if "check_$step" >"$build/check/$step.log" 2>&1; then
            results+=("ok      $step")
        else
            cat "$build/check/$step.log"
            results+=("FAILED  $step")
            status=1
        fi
    done
    printf '%s\n' "${results[@]}" "${SECONDS} s"
    return "$status"
}

dev_fmt()
{
    packages_ensure check
    c_files | xargs clang-format -i
}
