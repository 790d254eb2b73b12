#!/bin/bash
# Runs once, inside the postgres image, after sql/roles.sql: gives the three accounts that log in by TCP
# the passwords of their service files and makes the database. psql reads the passwords itself, so that
# they never stand in an argument.
set -euo pipefail

secrets=${SECRETS:-/run/secrets}
for role in app owner worker; do
    SERVICE_FILE="$secrets/${role}_service" ROLE="renkei_$role" psql -X -q -v ON_ERROR_STOP=1 -U postgres -d postgres <<'END'
\set role `echo "$ROLE"`
\set password `sed -n 's/^password=//p' "$SERVICE_FILE"`
set log_statement = 'none';
alter role :"role" password :'password';
END
done
psql -X -q -v ON_ERROR_STOP=1 -U postgres -d postgres -c 'create database renkei owner renkei_owner'
