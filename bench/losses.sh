#!/usr/bin/env bash
# How much of its speed a job keeps while a silo is killed every so often and a new one takes its place.
# Usage: bench/losses.sh [SILOS [SECONDS [EVERY]]]; default: 2 silos, 300 s, a kill every 29 s. Build the solution first.
#
# One job runs all the time. First it runs undisturbed for half as long, then with the kills. Each silo has one lane and is held on
# one core, so what a silo's start costs, it costs on the core of the silo that it replaces, as it would with a machine for each silo.
# Prints the share of steps per second that was kept, as measured, and of the capacity that was there: a silo counts as
# capacity from the moment it takes part until it is killed. Fails if the job does.
set -uo pipefail
cd "$(dirname "$0")/.."

silos=${1:-2} seconds=${2:-300} every=${3:-29}
configuration=${CONFIGURATION:-debug}
cluster=artifacts/bin/Cluster.Client/$configuration/cluster
work=$(mktemp -d)
export CLUSTER_DATA=$work/data
declare -A pid
number=0
mkdir -p "$CLUSTER_DATA"

finish() {
    kill -9 "${pid[@]}" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT

now() { date +%s.%N; }
sum() { awk "BEGIN { printf \"%.4f\", $1 }"; }
step() { "$cluster" job "$job" --output json 2>/dev/null | grep -o '"step": *"[0-9]*"' | head -n 1 | grep -o '[0-9]*'; }

# start CORE: a silo of its own on a core.
start() {
    number=$((number + 1))
    taskset -c "$1" "artifacts/bin/Cluster.Silo/$configuration/Cluster.Silo" --data "$CLUSTER_DATA" --name "silo-$number" --lanes 1 \
        >>"$work/silos.log" 2>&1 </dev/null &
    pid[$1]=$!
}

for ((core = 0; core < silos; core++)); do start "$core"; done
until "$cluster" jobs >/dev/null 2>&1; do sleep 0.2; done
job=$("$cluster" submit bench/losses.yaml --set workers.min="$silos" | tail -n 1)
"$cluster" watch "$job" >"$work/watch.log" 2>&1 </dev/null &
pid[watch]=$!
# Past the time in which code is compiled anew.
until [ "$(step)" -gt 300 ] 2>/dev/null; do sleep 0.5; done

began=$(now) first=$(step)
sleep $((seconds / 2))
undisturbed=$(sum "($(step) - $first) / ($(now) - $began)")
echo "undisturbed: $undisturbed steps/s on $silos silos"

began=$(now) first=$(step) kills=0
while awk "BEGIN { exit !($(now) - $began + $every <= $seconds) }"; do
    round=$(now) core=$((RANDOM % silos))
    kill -9 "${pid[$core]}"
    wait "${pid[$core]}" 2>/dev/null
    start "$core"
    kills=$((kills + 1))
    # It takes part once the job says so; until then its capacity was not there.
    until grep -q "silo-$number-[0-9a-f]* joined" "$work/watch.log"; do sleep 0.05; done
    away=$(sum "${away:-0} + $(now) - $round")
    sleep "$(sum "$every - ($(now) - $round)")"
done
took=$(sum "$(now) - $began") steps=$(($(step) - first))
state=$("$cluster" job "$job" --output json | grep -o '"state": *"[A-Z]*"' | head -n 1 | grep -o '[A-Z]*')
"$cluster" cancel "$job" >/dev/null
kept=$(sum "100 * $steps / $took / $undisturbed")
capacity=$(sum "1 - $away / ($silos * $took)")
echo "with $kills kills: $(sum "$steps / $took") steps/s; a new silo took part after $(sum "$away / $kills") s"
printf 'kept as measured: %.1f %%; of the capacity that was there: %.1f %%\n' "$kept" "$(sum "$kept / $capacity")"
[ "$state" = RUNNING ]
