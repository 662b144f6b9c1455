#!/usr/bin/env bash
# Builds what is missing and runs every test. The last line is `N passed, N failed, N skipped`;
# the exit status is 0 only when nothing failed. Arguments go to `dotnet test` (for example --filter NAME).
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")"
eng/build.sh all || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# Test projects start several processes with as many threads as cores: waiting threads must not spin.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}

results=artifacts/test-results
rm -rf "$results"
status=0
# One project after the other: each uses all cores by itself.
for project in tests/*.Tests; do
  dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$(basename "$project").trx" \
    --results-directory "$results" --blame-hang-timeout 10m "$@" || status=1
done

# sum NAME: adds up one counter over all result files.
sum() { cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*>' | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{s += $1} END {print s + 0}'; }
total=$(sum total) executed=$(sum executed) passed=$(sum passed) failed=$(sum failed)
# A test host that died left no failing test behind; it counts as one.
[ "$status" = 0 ] || [ "$failed" != 0 ] || failed=1
echo "$passed passed, $failed failed, $((total - executed)) skipped"
[ "$failed" = 0 ]
