#!/usr/bin/env bash
# Trains the classical problems of long memory (examples/memory) with one silo and prints a table of what they reach.
# Usage: bench/memory.sh [EXAMPLE...], such as bench/memory.sh adding reber. Build the solution first.
# Fails if a figure is missed or a run takes over five minutes.
set -uo pipefail
cd "$(dirname "$0")/.."

cluster=artifacts/bin/Cluster.Client/debug/cluster
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CLUSTER_DATA=$work/data
failed=no

# metric FILE NAME: the value of a metric in the JSON line of cluster train.
metric() { tail -n 1 "$1" | grep -o "\"$2\":[^,}]*" | cut -d: -f2; }

# holds CONDITION: whether a condition on numbers holds.
holds() { awk "BEGIN { exit !($1) }"; }

# judge NAME FILE: what a run reached, and whether that is enough.
judge() {
    case $1 in
    adding) echo "test/mse $(metric "$2" test/mse), under 0.01" && holds "$(metric "$2" test/mse) < 0.01" ;;
    temporal-order) echo "test/accuracy $(metric "$2" test/accuracy), over 0.99" && holds "$(metric "$2" test/accuracy) > 0.99" ;;
    reber) echo "test/legal $(metric "$2" test/legal), over 0.99" && holds "$(metric "$2" test/legal) > 0.99" ;;
    sunspots)
        local mae last season
        mae=$(metric "$2" test/mae) last=$(metric "$2" test/last_value_mae) season=$(metric "$2" test/seasonal_naive_mae)
        echo "test/mae $mae, under $last (last value) and $season (seasonal)" && holds "$mae < $last && $mae < $season"
        ;;
    *) echo "no figure is known for $1" && false ;;
    esac
}

[ $# -gt 0 ] || set -- adding temporal-order reber sunspots
printf '%-16s %8s  %-6s %s\n' example seconds passed figure
for name; do
    start=$SECONDS
    timeout 600 "$cluster" train "examples/memory/$name.yaml" --out "$work/$name" --output json </dev/null >"$work/$name.txt" 2>"$work/$name.log" ||
        { tail -n 20 "$work/$name.log"; failed=yes; }
    seconds=$((SECONDS - start)) passed=yes
    figure=$(judge "$name" "$work/$name.txt") || passed=no
    [ "$seconds" -le 300 ] || passed=no
    [ "$passed" = yes ] || failed=yes
    printf '%-16s %8s  %-6s %s\n' "$name" "$seconds" "$passed" "$figure"
done
[ "$failed" = no ]
