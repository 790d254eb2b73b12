# shellcheck shell=bash
# Words and folders that every part of ./dev uses. Sourced with $root set to the checkout.

export build="$root/build"

# Debian's own, which has the packages of tools/packages.txt; another machine names its Python here.
export PYTHON=${PYTHON:-/usr/bin/python3}

say()
{
    printf '%s\n' "== $*" >&2
}

die() # STATUS TEXT: the statuses are those of sysexits.h
{
    printf 'dev: %s\n' "$2" >&2
    exit "$1"
}

is_root()
{
    [ "$(id -u)" = 0 ]
}

# True when process PID runs PROGRAM: a pid file alone may name somebody else's process by now.
runs_program() # PID PROGRAM
{
    local program
    program=$(readlink "/proc/$1/exe" 2>/dev/null) && [ "${program% (deleted)}" = "$2" ]
}

# The folder must be ours: a tree built by root cannot be used by another account and the reverse.
own_folder() # FOLDER
{
    mkdir -p "$1" 2>/dev/null || true
    [ -w "$1" ] ||
        die 77 "cannot write to $1 (it belongs to $(stat -c %U "$1" 2>/dev/null || echo nobody)): remove it or use that account"
}
