# shellcheck shell=bash
# ./dev clients: clients made from the served contract by the generators people use, compiled, and each
# sent on a journey against the real service (tests/clients). It needs npm, PyPI, Maven and Go modules;
# what they bring stays under build/clients.

# A machine may have newer compilers than Debian's: those are used, and no package is put beside them.
clients_packages()
{
    local missing=()
    dpkg-query -W -f='${db:Status-Status}' python3-venv 2>/dev/null | grep -qx installed ||
        missing+=(python3-venv)
    command -v npm >/dev/null || missing+=(nodejs npm)
    command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
    command -v mvn >/dev/null || missing+=(maven)
    [ "${#missing[@]}" = 0 ] || packages_in_turn "${missing[@]}"
}

dev_clients() # [CLIENT...]
{
    local folder status=0
    packages_ensure build run test
    clients_packages
    own_folder "$build/clients"
    test_stage dev
    mkdir "$folder/server"
    (
        flock 9 # two at once would write the same files
        "$PYTHON" tests/clients/run.py --work "$build/clients" --server "$folder/server" "$@"
    ) 9>"$build/clients/.lock" || status=1
    no_sanitizer_reports "$folder" || status=1
    say "${SECONDS} s"
    if [ "$status" = 0 ]; then rm -rf "$folder/server" "$folder/sanitizer"; fi
    return "$status"
}
