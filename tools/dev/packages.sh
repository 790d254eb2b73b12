# shellcheck shell=bash
# Debian packages: which are missing, and installing them.

packages_of() # SECTION...: the names listed in tools/packages.txt
{
    local section
    for section in "$@"; do
        awk -v wanted="[$section]" '/^\[/ { inside = ($1 == wanted) } inside && /^[a-z]/ { print $1 }' \
            "$root/tools/packages.txt"
    done
}

packages_missing() # SECTION...: one dpkg-query for all, so that a start without work stays fast
{
    local names
    mapfile -t names < <(packages_of "$@" | sort)
    comm -23 <(printf '%s\n' "${names[@]}") \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null |
            sed -n 's/^installed //p' | sort -u)
}

# Installing Debian's postgresql-15 creates and starts a cluster on port 5432 of its own unless told
# not to beforehand. A machine that has PostgreSQL already is left as it is.
keep_port_5432_free()
{
    local folder=/etc/postgresql-common/createcluster.d
    "$@" mkdir -p "$folder"
    echo 'create_main_cluster = false' | "$@" tee "$folder/renkei.conf" >/dev/null
}

# RENKEI_SKIP_PACKAGES=1: the machine is not Debian, or its owner sees to the packages.
packages_ensure() # SECTION...
{
    local missing
    [ -z "${RENKEI_SKIP_PACKAGES:-}" ] || return 0
    mapfile -t missing < <(packages_missing "$@")
    [ "${#missing[@]}" = 0 ] || packages_in_turn "${missing[@]}"
}

# apt-get serves one at a time, and says no to the second.
packages_in_turn() # NAME...
{
    mkdir -p "$build"
    (
        flock 8
        packages_install "$@"
    ) 8>"$build/.packages.lock" || exit
}

packages_install() # NAME...
{
    local missing=("$@") become=()
    is_root || become=(sudo)
    if ! is_root && ! { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }; then
        echo "Packages are missing and neither root nor sudo is at hand. Have somebody run:" >&2
        echo "apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 69
    fi

    say "installing from Debian: ${missing[*]}"
    case " ${missing[*]} " in *" postgresql-15 "*) keep_port_5432_free "${become[@]}" ;; esac
    if ! "${become[@]}" apt-get update -qq >&2; then
        say "the package lists could not be renewed; trying with those at hand"
    fi
    # One line for each package that is ready; faults come by stderr and are shown whole.
    "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}" |
        grep --line-buffered -E '^(Need to get|Setting up )' >&2 ||
        die 69 "apt-get failed; see above"
}
