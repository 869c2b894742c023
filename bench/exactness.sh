#!/usr/bin/env bash
# Trains specs on one silo and on three and compares the weights, bit for bit.
# Usage: bench/exactness.sh [SPEC...]; default: all of examples/article. Build the solution first. Fails if any pair differs.
# For example: bench/exactness.sh examples/sms-spam.yaml examples/pos-tagging.yaml examples/sunspots.yaml
set -uo pipefail
cd "$(dirname "$0")/.."

cluster=artifacts/bin/Cluster.Client/debug/cluster
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=no

# weights SPEC SILOS: the weights' SHA-256 of a run of its own cluster.
weights() {
    CLUSTER_DATA=$work/data-$2 timeout 300 "$cluster" train "$1" --silos "$2" --lanes 1 --out "$work/model" --output json \
        </dev/null 2>"$work/log" | tail -n 1 | grep -o '"weightsSha256":"[^"]*"' | cut -d'"' -f4
}

[ $# -gt 0 ] || set -- examples/article/*.yaml
for spec; do
    one=$(weights "$spec" 1) three=$(weights "$spec" 3) same=yes
    if [ -z "$one" ] || [ "$one" != "$three" ]; then
        same=no failed=yes
        tail -n 5 "$work/log"
    fi
    printf '%-48s %-4s %s\n' "$spec" "$same" "${one:0:16}"
done
[ "$failed" = no ]
