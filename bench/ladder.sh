#!/usr/bin/env bash
# Measures training by hand, by one worker, through one silo and through two, beside PyTorch, in turn; then averaging alone, and
# the start. Usage: bench/ladder.sh [PRESET...], by default small base large. Writes bench/results/ladder_<hardware>_<yyyymm>.md.
# ROUNDS (3) says how often each is measured, SILOS (2) how many silos there are. Wants a machine that does nothing else.
# PyTorch is Debian's python3-torch with libopenblas0-pthread; without it there are no peers.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-3} silos=${SILOS:-2}
[ $# -gt 0 ] || set -- small base large
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
dotnet build -c Release bench/Cluster.Benchmarks -v:quiet -clp:NoSummary
dotnet build -c Release src/Cluster.Client -v:quiet -clp:NoSummary
bench=artifacts/bin/Cluster.Benchmarks/release/Cluster.Benchmarks
peer="/usr/bin/python3 bench/peers/pytorch_tagger.py"

# Without OpenBLAS this PyTorch is ten times slower, and its figures would say nothing.
peers=yes
/usr/bin/python3 -c 'import torch' 2>/dev/null && readlink -f /usr/lib/x86_64-linux-gnu/libblas.so.3 | grep -q openblas || peers=no
[ "$peers" = yes ] || echo "Skipped PyTorch: python3-torch or libopenblas0-pthread is not installed." >&2

processor=$(lscpu | sed -nE 's/^Model name: +//p' | head -n 1)
case $processor in *EPYC*) short=epyc ;; *Xeon*) short=xeon ;; *Ryzen*) short=ryzen ;; *) short=cpu ;; esac
result=bench/results/ladder_$short-$(getconf _NPROCESSORS_ONLN)core_$(date +%Y%m).md

versions() {
    echo "- $processor, $(getconf _NPROCESSORS_ONLN) cores, $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB; load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
    echo "- .NET SDK $(dotnet --version), TorchSharp $(sed -nE 's/.*"TorchSharp" Version="([^"]+)".*/\1/p' Directory.Packages.props), libtorch $(sed -nE 's/.*"libtorch-cpu-linux-x64" Version="([^"]+)".*/\1/p' Directory.Packages.props), release build"
    [ "$peers" = no ] || echo "- peer: PyTorch $(/usr/bin/python3 -c 'import torch; print(torch.__version__)'), $(basename "$(readlink -f /usr/lib/x86_64-linux-gnu/libblas.so.3)") $(dpkg-query -W -f='${Version}' libopenblas0-pthread 2>/dev/null), 1 thread"
    echo "- commit $(git rev-parse --short HEAD), $rounds rounds; each figure is the median over rounds of the median over a round's steps"
    echo "- every worker, and every process of the peer, is bound to a core of its own; 32 sequences a worker"
}

# section TITLE COMMAND...: a command and what it printed.
section() {
    local title=$1
    shift
    printf '\n## %s\n\n`%s`\n\n' "$title" "$*"
    "$bench" "$@" || echo "It failed."
}

# with_peers NAME=COMMAND...: sets "also" to the options for them.
with_peers() {
    also=()
    for each; do [ "$peers" = no ] || also+=(--peer "$each"); done
}

{
    printf '# From a bare loop to %s silos, %s\n\nCommand: `bench/ladder.sh %s`.\n\n' "$silos" "$(LC_ALL=C date '+%B %Y')" "$*"
    versions
    for preset; do
        with_peers "PyTorch, 1 process=$peer --preset $preset" "PyTorch DDP, $silos processes=$peer --preset $preset --workers $silos"
        section "Preset $preset" ladder --preset "$preset" --silos "$silos" --rounds "$rounds" "${also[@]}"
    done
    with_peers "gloo, $silos processes=$peer --averaging 10000000 --workers $silos"
    section "Averaging 10 million floats" exchange --floats 10000000 --silos "$silos" --rounds "$rounds" "${also[@]}"
    section "From the command to the first step" startup --rounds "$rounds"
} >"$result.new"
mv "$result.new" "$result"
echo "$result"
