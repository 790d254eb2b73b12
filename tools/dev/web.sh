# shellcheck shell=bash
# ./dev web: what only a browser can tell, in Debian's Chromium without a window (tests/web).

dev_web() # [PYTEST ARGUMENT...]
{
    local folder status=0
    packages_ensure build run test web
    test_stage
    run_chosen "$folder" web tests/web -rs "$@" || status=1
    no_sanitizer_reports "$folder" || status=1
    print_totals "$folder"
    say "${SECONDS} s"
    if [ "$status" = 0 ]; then rm -rf "$folder"/*.xml "$folder/sanitizer"; fi
    return "$status"
}
