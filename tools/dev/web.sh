# shellcheck shell=bash
# ./dev web: what only a browser can tell, in Debian's Chromium without a window (tests/web). The rules of
# accessibility are those of axe-core, from npm in the version of tests/web/package-lock.json.

dev_web() # [PYTEST ARGUMENT...]
{
    local folder status=0
    packages_ensure build run test web
    npm_folder "$root/tests/web" "$build/web" || return 1
    test_stage dev
    export RENKEI_TEST_AXE="$build/web/node_modules/axe-core/axe.min.js"
    run_chosen "$folder" web tests/web -rs "$@" || status=1
    no_sanitizer_reports "$folder" || status=1
    print_totals "$folder"
    say "${SECONDS} s"
    if [ "$status" = 0 ]; then rm -rf "$folder"/*.xml "$folder/sanitizer"; fi
    return "$status"
}
