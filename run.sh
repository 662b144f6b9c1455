#!/usr/bin/env bash
# Builds what is missing, then starts `pixeldit` with the arguments given: without a subcommand it serves on
# http://127.0.0.1:8188; `./run.sh run WORKFLOW.json` executes a workflow; `./run.sh --help` lists everything.
set -euo pipefail
root=$(dirname "$(readlink -f "$0")")
"$root/eng/build.sh" app
export PIXELDIT_BASE_DIRECTORY=${PIXELDIT_BASE_DIRECTORY:-$root}
exec "$root/artifacts/app/pixeldit" "$@"
