#!/usr/bin/env bash
# Trains two examples on two silos, once with every gradient exchanged in 32 bits and once in rounds of local steps with messages of 4 bits, and compares
# validation loss and bytes. Then once more in rounds on one silo and on three, which must give the same weights.
# Usage: bench/slow-links.sh [SEED...]; default: 1 2 3. Build the solution first. Needs the treebank of docs/datasets.md in ../shared/data.
# Prints a table, with the means over the seeds; how many times fewer bytes there are is in relation to steps in which both workers take part. Fails if
# they are less than 400 times fewer, if a mean loss is over 1.01 times that of the plain steps, or if weights differ.
set -uo pipefail
cd "$(dirname "$0")/.."

cluster=${CLUSTER_BIN:-artifacts/bin}/Cluster.Client/${CONFIGURATION:-debug}/cluster
work=$(mktemp -d)
up=
trap '[ -z "$up" ] || kill "$up" 2>/dev/null; wait; rm -rf "$work"' EXIT
failed=no

# train DATA SILOS EXAMPLE SEED [--set ...]: leaves $loss, $accuracy, $sha, $bytes, $steps, $seconds.
train() {
    export CLUSTER_DATA=$work/$1
    local silos=$2 example=$3 seed=$4 job
    shift 4
    "$cluster" up --silos "$silos" --lanes 1 </dev/null >"$work/up" 2>&1 &
    up=$!
    until [ "$(grep -l '"dataPlane"' "$CLUSTER_DATA"/silos/*.json 2>/dev/null | wc -l)" -ge "$silos" ]; do
        kill -0 "$up" 2>/dev/null || { cat "$work/up" >&2; exit 1; }
        sleep 0.2
    done
    timeout 900 "$cluster" train "examples/$example.yaml" --set "training.seed=$seed" --set "workers.min=$silos" "$@" --output json \
        </dev/null 2>"$work/log" | tail -n 1 >"$work/result"
    [ -s "$work/result" ] || { tail -n 5 "$work/log" >&2; exit 1; }
    job=$(grep -o '"job":"[^"]*"' "$work/result" | cut -d'"' -f4)
    bytes=$("$cluster" job "$job" --output json </dev/null 2>/dev/null | grep -o '"bytesReceived": *"[0-9]*"' | grep -o '[0-9]*' | head -n 1)
    bytes=${bytes:-0}
    # A job record names the number of parameters as text.
    parameters=$("$cluster" job "$job" --output json </dev/null 2>/dev/null | grep -o '"parameters": *"[0-9]*"' | grep -o '[0-9]*' | head -n 1)
    loss=$(grep -o '"validation/loss":[0-9.]*' "$work/result" | cut -d: -f2)
    accuracy=$(grep -o '"test/accuracy":[0-9.]*' "$work/result" | cut -d: -f2)
    sha=$(grep -o '"weightsSha256":"[^"]*"' "$work/result" | cut -d'"' -f4)
    steps=$(grep -o '"steps":[0-9]*' "$work/result" | cut -d: -f2)
    seconds=$(grep -o '"seconds":[0-9.]*' "$work/result" | cut -d: -f2)
    kill "$up" && wait "$up" 2>/dev/null
    up=
}

row() { printf '| %s | %s | %s | %d | %.4f | %.4f | %.0f | %.0f | %s | %s |\n' "$@"; }

# compare EXAMPLE LOCAL_STEPS OUTER_RATE OUTER_MOMENTUM
compare() {
    local example=$1 seed ratio expected
    local rounds=(--set "training.sync.localSteps=$2" --set "training.sync.outer.learningRate=$3" --set "training.sync.outer.momentum=$4" --set training.sync.compress=INT4)
    : >"$work/losses"
    for seed in "${seeds[@]}"; do
        train "plain-$example-$seed" 2 "$example" "$seed"
        row "$example" "$seed" "every step, 32 bits" "$steps" "$loss" "$accuracy" "$bytes" "$seconds" 1 "${sha:0:16}"
        # What two workers receive if both take part in every step: half of the others' sums and half of the mean each. On a busy machine
        # one is left out at times, and what was counted is less.
        local plain_bytes=$((steps * 2 * 4 * ${parameters:-0})) plain_loss=$loss
        train "rounds-$example-$seed" 2 "$example" "$seed" "${rounds[@]}"
        ratio=$(awk "BEGIN { printf \"%.0f\", $bytes ? $plain_bytes / $bytes : 0 }")
        row "$example" "$seed" "rounds of at most $2, 4 bits" "$steps" "$loss" "$accuracy" "$bytes" "$seconds" "$ratio" "${sha:0:16}"
        echo "$plain_loss $loss" >>"$work/losses"
        [ "$ratio" -ge 400 ] || failed=yes
        expected=$sha
    done
    for silos in 1 3; do
        train "rounds-$example-$silos" "$silos" "$example" "$seed" "${rounds[@]}"
        row "$example" "$seed" "the same on $silos" "$steps" "$loss" "$accuracy" "$bytes" "$seconds" "" "${sha:0:16}"
        [ "$sha" = "$expected" ] || failed=yes
    done
    awk -v example="$example" '{ plain += $1; rounds += $2 } END {
        printf "| **%s** | mean | validation loss %.4f in every step, %.4f in rounds | | %+.2f %% | | | | | |\n", example, plain / NR, rounds / NR, (rounds / plain - 1) * 100
        exit rounds > plain * 1.01 }' "$work/losses" || failed=yes
}

seeds=("$@")
[ $# -gt 0 ] || seeds=(1 2 3)
echo '| example | seed | mode | steps or rounds | validation loss | test accuracy | bytes received | seconds | times fewer bytes | SHA-256 of weights |'
echo '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |'
compare language-id 68 0.9 0.5
compare pos-tagging 56 1 0
[ "$failed" = no ]
