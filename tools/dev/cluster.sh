# shellcheck shell=bash
# A private PostgreSQL: its files in a folder only its account can enter, reached through a socket in
# that folder, no TCP. Nothing here touches a server the machine may have.

# PostgreSQL refuses to run as root: there it runs as Debian's user postgres.
as_postgres()
{
    if is_root; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

# The folder of initdb, postgres and psql: RENKEI_PG_BIN, else Debian's of the lowest version that is
# there. Never by PATH: another wrapper of the same name may come first there.
pg_folder()
{
    local version
    for version in 15 16 17; do
        [ -z "${RENKEI_PG_BIN:-}" ] || break
        [ ! -x "/usr/lib/postgresql/$version/bin/initdb" ] || RENKEI_PG_BIN=/usr/lib/postgresql/$version/bin
    done
    export RENKEI_PG_BIN=${RENKEI_PG_BIN:-/usr/lib/postgresql/15/bin}
}

# Refuses a version that the statements were never tried on.
pg_check()
{
    local version
    pg_folder
    version=$("$RENKEI_PG_BIN/postgres" --version 2>/dev/null) ||
        die 69 "no PostgreSQL in $RENKEI_PG_BIN (RENKEI_PG_BIN names the folder of initdb)"
    [[ $version =~ \ 1[567]([.]|[a-z]|$) ]] || die 69 "$version: PostgreSQL 15, 16 or 17 is needed"
}

pg() # PROGRAM ARGUMENT...
{
    local program
    pg_folder
    program=$RENKEI_PG_BIN/$1
    shift
    as_postgres "$program" "$@"
}

cluster_account()
{
    if is_root; then echo postgres; else id -un; fi
}

# The folder of a cluster: LINK itself, or a link to one under /var/tmp where PostgreSQL's user cannot
# enter the checkout (mode-700 home), the socket's path would pass the system's 107 bytes, or a
# connection string would need quoting.
cluster_place() # LINK: prints the folder
{
    local link=$1 place=$1
    if [ ! -d "$link" ]; then
        rm -f "$link" # left over: its folder is gone
        install -d -m 700 -o "$(cluster_account)" "$link"
        if [[ ${#link} -gt 80 || $link =~ [^[:alnum:]/._-] ]] || ! as_postgres test -w "$link"; then
            rmdir "$link"
            place=$(mktemp -d /var/tmp/renkei-XXXXXX)
            chown "$(cluster_account)" "$place"
            ln -s "$place" "$link"
        fi
    fi
    place=$(readlink -f "$link")
    [ "$(stat -c %U "$place")" = "$(cluster_account)" ] ||
        die 77 "$link belongs to $(stat -c %U "$place"): remove it or use that account"
    echo "$place"
}

cluster_create() # PLACE KIND
{
    pg initdb --pgdata="$1/data" --username=postgres --auth=trust --no-sync \
        --encoding=UTF8 --locale-provider=libc --locale=C.UTF-8 >"$1/initdb.log" 2>&1 ||
        { cat "$1/initdb.log" >&2; die 70 "initdb failed"; }
    {
        echo "listen_addresses = ''"
        echo "unix_socket_directories = '$1'"
        echo "unix_socket_permissions = 0700"
        echo "max_connections = 200"
        echo "shared_buffers = 128MB"
        echo "timezone = 'UTC'"
        echo "log_timezone = 'UTC'"
        if [ "$2" = throwaway ]; then
            echo "fsync = off"
            echo "synchronous_commit = off"
            echo "full_page_writes = off"
            echo "autovacuum_naptime = 10min"
        fi
    } | as_postgres tee -a "$1/data/postgresql.conf" >/dev/null
}

cluster_sql() # PLACE DATABASE ARGUMENT...
{
    local place=$1 database=$2
    shift 2
    pg psql -X -q -At -v ON_ERROR_STOP=1 -h "$place" -U postgres -d "$database" "$@"
}

# Starts the cluster at PLACE, made first when there is none. KIND: throwaway forgoes surviving a crash.
cluster_start() # PLACE KIND
{
    local fresh=
    pg_check
    [ -s "$1/data/PG_VERSION" ] || { fresh=yes; cluster_create "$1" "$2"; }
    if ! pg pg_isready -q -h "$1"; then
        pg pg_ctl --pgdata="$1/data" --log="$1/server.log" --silent --wait --timeout=60 start >&2 ||
            { tail -n 20 "$1/server.log" >&2; die 69 "the private PostgreSQL does not start"; }
    fi
    [ -z "$fresh" ] || cluster_sql "$1" postgres <"$root/sql/roles.sql"
}

cluster_stop() # PLACE MODE
{
    [ -s "$1/data/postmaster.pid" ] || return 0
    pg pg_ctl --pgdata="$1/data" --silent --wait --mode="$2" stop >/dev/null 2>&1 || true
}

cluster_has_database() # PLACE NAME
{
    [ -n "$(cluster_sql "$1" postgres -c "select 1 from pg_database where datname = '$2'")" ]
}

cluster_database() # PLACE NAME: a database of renkei_owner
{
    cluster_has_database "$1" "$2" ||
        cluster_sql "$1" postgres -c "create database $2 owner renkei_owner"
}

cluster_dsn() # PLACE ROLE DATABASE
{
    echo "host=$1 port=5432 user=$2 dbname=$3"
}

cluster_remove() # LINK: the files, and the link where they lie elsewhere
{
    local place
    [ -e "$1" ] || return 0
    place=$(readlink -f "$1")
    cluster_stop "$place" immediate
    rm -rf "$place" "$1"
}
