#!/usr/bin/env bash
# Tests and measures on a machine with an NVIDIA GPU: the tests marked Gpu, then the ladder on the GPU beside PyTorch on the same one.
# Usage: bench/gpu.sh [PRESET...], by default small base large. Writes bench/results/gpu_<model>_<yyyymm>.md; ends with an error if a test fails.
# BACKEND is cuda (default), or external with the folder of a libtorch 2.10.0 for CUDA in LD_LIBRARY_PATH. ROUNDS (3) says how often each is
# measured, SILOS (the GPUs, at most 2) how many silos there are, each on a GPU of its own. PYTHON (python3) is the one whose PyTorch is the
# peer; without PyTorch for CUDA there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v nvidia-smi >/dev/null || { echo "There is no NVIDIA driver here: nvidia-smi is missing." >&2; exit 1; }
gpus=$(nvidia-smi --list-gpus | wc -l)
[ "$gpus" -gt 0 ] || { echo "The driver sees no GPU." >&2; exit 1; }
backend=${BACKEND:-cuda} rounds=${ROUNDS:-3} silos=${SILOS:-$((gpus < 2 ? gpus : 2))} python=${PYTHON:-python3}
[ $# -gt 0 ] || set -- small base large
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

# A build of its own, so that one for processors stays as it is.
out=$PWD/artifacts/gpu
build=("-p:TorchBackend=$backend" "-p:ArtifactsPath=$out" -v:quiet -clp:NoSummary)
dotnet build -c Release bench/Cluster.Benchmarks "${build[@]}"
dotnet build -c Release tests/Cluster.Models.Tests "${build[@]}"
bench=$out/bin/Cluster.Benchmarks/release/Cluster.Benchmarks
silo=$out/bin/Cluster.Silo/release/Cluster.Silo
"$silo" devices

tests=passed
"$out/bin/Cluster.Models.Tests/release/Cluster.Models.Tests" --filter-trait "Requires=Gpu" || tests=failed

peers=no
if "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
    peers=yes
else
    echo "Skipped PyTorch: $python has none that can use the GPU." >&2
fi

model=$(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1)
result=bench/results/gpu_$(tr -cs '[:alnum:]\n' '-' <<<"${model,,}" | sed 's/-*$//')_$(date +%Y%m).md
{
    printf '# On a GPU, %s\n\nCommand: `bench/gpu.sh %s`.\n\n' "$(LC_ALL=C date '+%B %Y')" "$*"
    echo "- $gpus x $model, driver $(nvidia-smi --query-gpu=driver_version --format=csv,noheader | head -n 1)"
    echo "- $(lscpu | sed -nE 's/^Model name: +//p' | head -n 1), $(getconf _NPROCESSORS_ONLN) cores; load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
    echo "- .NET SDK $(dotnet --version), TorchSharp $(sed -nE 's/.*"TorchSharp" Version="([^"]+)".*/\1/p' Directory.Packages.props), backend $backend, release build"
    [ "$peers" = no ] || echo "- peer: PyTorch $("$python" -c 'import torch; print(torch.__version__, "CUDA", torch.version.cuda, "cuDNN", torch.backends.cudnn.version())')"
    echo "- float32 everywhere, no TF32; commit $(git rev-parse --short HEAD), $rounds rounds"
    echo "- tests marked Gpu: $tests"
    for preset; do
        also=()
        [ "$peers" = no ] || also=(--peer "PyTorch=$python bench/peers/pytorch_tagger.py --preset $preset --device cuda:0")
        command=(ladder --preset "$preset" --device cuda --silos "$silos" --rounds "$rounds" "${also[@]}")
        printf '\n## Preset %s\n\n`%s`\n\n' "$preset" "${command[*]}"
        "$bench" "${command[@]}" || echo "It failed."
    done
} >"$result.new"
mv "$result.new" "$result"
echo "$result"
[ "$tests" = passed ]
