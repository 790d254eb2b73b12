# shellcheck shell=bash
# ./dev run, stop, env: the service with a private PostgreSQL and a demo tenant, kept in build/run.

run="$build/run"
program="$build/release/renkei"
listen=${RENKEI_LISTEN:-127.0.0.1:8080}

# The address a client on this machine uses.
service_url()
{
    local host=${listen%:*}
    case $host in 0.0.0.0 | '[::]' | '') host=127.0.0.1 ;; esac
    echo "http://$host:${listen##*:}"
}

service_pid() # prints it when the service runs
{
    local pid
    pid=$(cat "$run/service.pid" 2>/dev/null) && runs_program "$pid" "$program" && echo "$pid"
}

# False after a new build or for another address: the service is started anew then.
service_is_current()
{
    [ ! "$program" -nt "$run/service.pid" ] && [ "$listen" = "$(cat "$run/listen")" ]
}

service_environment() # PLACE: what the service and the other subcommands read
{
    export RENKEI_LISTEN="$listen"
    export DATABASE_URL RENKEI_ADMIN_DATABASE_URL RENKEI_WORKER_DATABASE_URL
    DATABASE_URL=$(cluster_dsn "$1" renkei_app renkei)
    RENKEI_ADMIN_DATABASE_URL=$(cluster_dsn "$1" renkei_owner renkei)
    RENKEI_WORKER_DATABASE_URL=$(cluster_dsn "$1" renkei_worker renkei)
    export RENKEI_KEYS="$run/keys" RENKEI_SESSION_KEYS="$run/session-keys"
    export RENKEI_ISSUERS="$run/issuers.json"
    export RENKEI_CURSOR_KEY_FILE="$run/cursor.key"
    export RENKEI_ANSWER_URL=${RENKEI_ANSWER_URL:-$(service_url)/answer}
}

# The development key plays an identity provider's, too: its tokens may look as those of Entra ID, Okta or
# Cognito do (docs/identity.md).
make_issuers()
{
    "${PYTHON:-/usr/bin/python3}" - "$run/keys/development.RS256.pem" "$run" <<'END'
import base64, json, subprocess, sys
key, folder = sys.argv[1:]
modulus = subprocess.run(["openssl", "rsa", "-in", key, "-noout", "-modulus"], capture_output=True,
                         check=True).stdout.decode().strip().split("=")[1]
text = base64.urlsafe_b64encode(bytes.fromhex(modulus)).rstrip(b"=").decode()
sets = {"keys": [{"kty": "RSA", "kid": "development", "use": "sig", "n": text, "e": "AQAB"}]}
issuers = {"issuers": [{"issuer": "renkei", "audience": "renkei-api", "jwks_file": "development.jwks.json",
                        "tenant": {"claim": "tenant"}, "scopes": [{"claim": "scope"}, {"claim": "scp"}]}]}
for name, value in (("development.jwks.json", sets), ("issuers.json", issuers)):
    with open(f"{folder}/{name}", "w") as file:
        json.dump(value, file, indent=2)
END
}

# Development secrets are made here, at run time, and live and die with build/. A new key ends the old
# token.
make_secrets()
{
    local key="$run/keys/development.RS256.pem"
    (
        umask 077
        mkdir -p "$run/keys" "$run/session-keys"
        [ -s "$key" ] || openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$key"
        make_issuers
        [ -s "$run/session-keys/session.ES256.pem" ] ||
            openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
                -out "$run/session-keys/session.ES256.pem"
        [ -s "$run/cursor.key" ] || openssl rand -out "$run/cursor.key" 32
    )
}

# A token of 12 hours, renewed when less than one hour is left. Kept in a file, never in an argv.
make_token()
{
    if [ -z "$(find "$run/token" -mmin -660 -size +0 2>/dev/null)" ] || [ -n "${1:-}" ]; then
        (umask 077 && "$program" token --tenant demo --sub developer --bundle admin --ttl 43200 >"$run/token")
    fi
}

load_demo() # PLACE: once for a cluster; the mark lives beside its data
{
    [ ! -e "$1/demo-loaded" ] || return 0
    say "loading the demo tenant"
    "$program" tenant list | grep -qw demo ||
        "$program" tenant add demo --name 'Demo Manufacturing' >/dev/null
    "$program" demo >/dev/null
    touch "$1/demo-loaded"
    make_token renew
}

refuse_taken_port()
{
    local host=${listen%:*} port=${listen##*:}
    case $host in 0.0.0.0 | '[::]' | '') host=127.0.0.1 ;; esac
    if (exec 3<>"/dev/tcp/${host//[\[\]]/}/$port") 2>/dev/null; then
        die 75 "port $port is taken by another program; choose one: RENKEI_LISTEN=127.0.0.1:8081 ./dev run"
    fi
}

start_service()
{
    say "starting the service"
    # A session of its own: Ctrl-C reaches this script alone, which then ends the service in order.
    setsid "$program" serve </dev/null >>"$run/service.log" 2>&1 &
    echo $! >"$run/service.pid"
    for _ in $(seq 300); do
        curl -fso /dev/null --max-time 2 "$(service_url)/readyz" && return
        kill -0 "$(cat "$run/service.pid")" 2>/dev/null || break
        sleep 0.05
    done
    tail -n 15 "$run/service.log" >&2
    stop_service
    die 70 "the service did not become ready; its log is $run/service.log"
}

# Those that work off jobs (docs/workers.md); their logs stand beside the service's.
start_workers()
{
    local kind
    for kind in files egress; do
        setsid "$program" worker --kind "$kind" </dev/null >>"$run/worker-$kind.log" 2>&1 &
        echo $! >"$run/worker-$kind.pid"
    done
}

stop_process() # NAME
{
    local pid
    pid=$(cat "$run/$1.pid" 2>/dev/null) || return 0
    if runs_program "$pid" "$program"; then
        kill -TERM "$pid"
        for _ in $(seq 400); do
            runs_program "$pid" "$program" || break
            sleep 0.05
        done
        ! runs_program "$pid" "$program" || kill -KILL "$pid"
    fi
    rm -f "$run/$1.pid"
}

stop_service() # and its workers
{
    stop_process worker-files
    stop_process worker-egress
    stop_process service
}

print_tour()
{
    local url
    url=$(service_url)
    cat <<END

Renkei is ready at $url   (log: build/run/service.log)

Token of the demo tenant's administrator, good for 12 hours:
$(cat "$run/token")

Paste these:
  eval "\$(./dev env)"
  curl -sw '\\n' "\$RENKEI_URL/v1/me" -H "Authorization: Bearer \$RENKEI_TOKEN"
  curl -sw '\\n' "\$RENKEI_URL/v1/suppliers?limit=3" -H "Authorization: Bearer \$RENKEI_TOKEN"
  curl -sw '\\n' "\$RENKEI_URL/v1/risk-scores?limit=3" -H "Authorization: Bearer \$RENKEI_TOKEN"

END
}

dev_env()
{
    local place name
    service_pid >/dev/null || die 69 "nothing runs here; start it with ./dev run --detach"
    place=$(cluster_place "$run/pg")
    listen=$(cat "$run/listen")
    service_environment "$place"
    make_token
    export RENKEI_URL RENKEI_TOKEN
    RENKEI_URL=$(service_url)
    RENKEI_TOKEN=$(cat "$run/token")
    for name in RENKEI_URL RENKEI_TOKEN RENKEI_KEYS RENKEI_SESSION_KEYS RENKEI_CURSOR_KEY_FILE DATABASE_URL \
        RENKEI_ADMIN_DATABASE_URL RENKEI_WORKER_DATABASE_URL; do
        echo "export $name=${!name@Q}"
    done
}

dev_stop()
{
    stop_service
    [ ! -e "$run/pg" ] || cluster_stop "$(readlink -f "$run/pg")" fast
}

dev_run() # [--detach]
{
    local place
    case ${1:-} in '' | --detach) ;; *) die 64 "run takes --detach only" ;; esac
    own_folder "$run"
    if ! service_pid >/dev/null || [ "$listen" != "$(cat "$run/listen")" ]; then refuse_taken_port; fi
    packages_ensure build run
    build_preset release renkei
    if service_pid >/dev/null && ! service_is_current; then stop_service; fi

    place=$(cluster_place "$run/pg")
    trap 'dev_stop' EXIT
    trap 'exit 130' INT TERM HUP
    say "starting PostgreSQL"
    cluster_start "$place" lasting
    cluster_database "$place" renkei
    service_environment "$place"
    make_secrets
    "$program" migrate >&2
    load_demo "$place"
    make_token
    if ! service_pid >/dev/null; then
        echo "$listen" >"$run/listen"
        start_service
        start_workers
    fi
    print_tour

    if [ "${1:-}" = --detach ]; then
        trap - EXIT
        echo "./dev stop ends it."
    else
        echo "Ctrl-C ends it."
        while service_pid >/dev/null; do sleep 0.5; done
        say "the service has ended"
    fi
}
