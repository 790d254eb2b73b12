#!/bin/bash
# Makes the passwords and keys docker-compose.yml mounts, in secrets/ of the checkout (or of the folder
# named), and .env beside it. What is there already stays. The folder lets only its owner in. Inside it
# the password files are readable to all, because two containers read them as different users; the keys
# belong to the user the service runs as, and to nobody else.
set -euo pipefail

root=${1:-$(dirname "$(readlink -f "$0")")/../..}
folder=$root/secrets
image_user=10001

password()
{
    openssl rand -hex 24
}

service_file() # ROLE: a libpq service of that name
{
    printf '[%s]\nhost=database\nport=5432\ndbname=renkei\nuser=%s\npassword=%s\n' "$1" "$1" "$(password)"
}

keep_or_make() # FILE COMMAND...
{
    local file=$1
    shift
    [ -s "$folder/$file" ] || "$@" >"$folder/$file"
}

umask 022
mkdir -p "$folder/keys"
chmod 700 "$folder"
keep_or_make superuser_password password
keep_or_make app_service service_file renkei_app
keep_or_make owner_service service_file renkei_owner
keep_or_make worker_service service_file renkei_worker
keep_or_make job_services cat "$folder/app_service" "$folder/worker_service"
umask 077
keep_or_make cursor_key openssl rand 32
keep_or_make keys/first.RS256.pem openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072

# Root hands the keys to the image's user; anybody else lets the service run as himself.
user=$(id -u)
if [ "$user" = 0 ]; then
    user=$image_user
    chown -R "$user" "$folder/keys" "$folder/cursor_key"
fi
echo "RENKEI_UID=$user" >"$root/.env"
echo "secrets are in $(readlink -f "$folder")"
