#!/usr/bin/env bash
# Inflicts every fault on jobs of three silos, many times each, and prints a table of how long the jobs stood still.
# Usage: bench/faults.sh [RUNS [SEED [FAULT]]]; default: 10 runs of each fault whose time is limited, one of the others; FAULT, such as
# SIGSTOP, chooses those with these words in their name. Build the solution first.
# Fails if anything shows in a result, or a median is over its limit. tests/Cluster.EndToEnd.Tests/Recovery says what is checked.
set -uo pipefail
cd "$(dirname "$0")/.."

report=$(mktemp)
trap 'rm -f "$report"' EXIT
export CLUSTER_FAULTS=${1:-10} CLUSTER_SEED=${2:-1} CLUSTER_FAULT=${3:-} CLUSTER_REPORT=$report
dotnet run --no-build --project tests/Cluster.EndToEnd.Tests -- --filter-class "*FaultTests" --show-live-output on
code=$?
echo "| fault | runs | median s | longest s | limit of the median |"
echo "| --- | ---: | ---: | ---: | ---: |"
sort "$report"
exit $code
