#!/bin/bash
# Creates the cluster in PGDATA if there is none, and runs the command.
set -euo pipefail

if [[ ! -s $PGDATA/PG_VERSION ]]; then
    # shellcheck disable=SC2086 # several options
    initdb --pgdata="$PGDATA" --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" ${POSTGRES_INITDB_ARGS:-}
fi
exec "$@"
