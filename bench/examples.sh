#!/usr/bin/env bash
# Trains the examples on real files on one silo and on three, and compares what they reach, how long they take, and their weights.
# Usage: bench/examples.sh [SEED...]; default: the seed of each spec. Build the solution first. Needs the files of docs/datasets.md in
# ../shared/data. Prints a table; fails if a bar is missed or the weights of a pair differ.
set -uo pipefail
cd "$(dirname "$0")/.."

cluster=artifacts/bin/Cluster.Client/${CONFIGURATION:-debug}/cluster
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=no

# train EXAMPLE SEED SILOS: trains on a cluster of its own; leaves the result in $work/result, the job in $work/job, the time in $seconds.
train() {
    local data=$work/data-$1-${2:-spec}-$3 started=$EPOCHREALTIME set=()
    [ -z "$2" ] || set=(--set "training.seed=$2")
    CLUSTER_DATA=$data timeout 900 "$cluster" train "examples/$1.yaml" "${set[@]}" --silos "$3" --lanes 1 --out "$work/model" --output json \
        </dev/null 2>"$work/log" | tail -n 1 >"$work/result"
    seconds=$(awk "BEGIN { printf \"%.0f\", $EPOCHREALTIME - $started }")
    [ -s "$work/result" ] || tail -n 5 "$work/log" >&2
}

# number NAME: a metric of the model, or the F1 of a class for f1:CLASS.
number() {
    if [ "${1%%:*}" = f1 ]; then
        grep -o "\"name\": *\"${1#f1:}\"[^}]*" "$work/model/metrics.json" | grep -o '"f1": *[0-9.e-]*' | head -n 1 | grep -o '[0-9.e-]*$'
    else
        grep -o "\"$1\": *[0-9.e-]*" "$work/model/metrics.json" | head -n 1 | grep -o '[0-9.e-]*$'
    fi
}

sha256() { grep -o '"weightsSha256":"[^"]*"' "$work/result" | cut -d'"' -f4; }

# reached VALUE SIGN BAR
reached() { [ -n "$1" ] && awk "BEGIN { exit !($1 $2 $3) }"; }

# example NAME SEED SECONDS METRIC SIGN BAR [METRIC SIGN BAR]
example() {
    local name=$1 seed=$2 limit=$3 one three figures=() verdict=yes
    shift 3
    rm -rf "$work/model"
    train "$name" "$seed" 1
    one=$(sha256)
    reached "$seconds" "<=" "$limit" || verdict=no
    local took=$seconds
    while [ $# -gt 0 ]; do
        local value
        value=$(number "$1")
        reached "$value" "$2" "$3" || verdict=no
        figures+=("$1 $(printf '%.4f' "${value:-0}") ($2 $3)")
        shift 3
    done
    train "$name" "$seed" 3
    three=$(sha256)
    [ -n "$one" ] && [ "$one" = "$three" ] || verdict=no
    [ "$verdict" = yes ] || failed=yes
    local joined
    joined=$(printf '%s, ' "${figures[@]}")
    printf '| %s | %s | %s | %s | %s | %s | %s | %s |\n' \
        "$name" "${seed:-spec}" "${joined%, }" "$took (<= $limit)" "$seconds" "${one:0:16}" "${three:0:16}" "$verdict"
}

[ $# -gt 0 ] || set -- ""
echo '| example | seed | figure (bar) | seconds, 1 silo (bar) | seconds, 3 silos | SHA-256, 1 silo | SHA-256, 3 silos | passed |'
echo '| --- | --- | --- | ---: | ---: | --- | --- | --- |'
for seed; do
    example sms-spam "$seed" 300 test/accuracy '>=' 0.98 f1:spam '>=' 0.93
    example pos-tagging "$seed" 480 test/accuracy '>=' 0.90
    example sunspots "$seed" 600 test/mae '<=' 20.5
done
[ "$failed" = no ]
