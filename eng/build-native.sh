#!/usr/bin/env bash
# Builds the shared objects of native/ (or those named) into artifacts/native/lib.
#   eng/build-native.sh [torch|vips|sentencepiece ...]
# Environment: TORCH_ROOT  a libtorch folder, or a Python install's torch folder (default: the system's libtorch)
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/artifacts/native
[ $# -gt 0 ] || set -- $(cd native && for d in */CMakeLists.txt; do dirname "$d"; done)
mkdir -p "$out"
for part in "$@"; do
  cmake -S "native/$part" -B "$out/$part" -DCMAKE_BUILD_TYPE=Release -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$out/lib" \
    ${TORCH_ROOT:+-DTORCH_ROOT="$TORCH_ROOT"} >"$out/$part.log" 2>&1 || { cat "$out/$part.log"; exit 1; }
  cmake --build "$out/$part" --parallel "$(nproc)" >>"$out/$part.log" 2>&1 || { tail -n 60 "$out/$part.log"; exit 1; }
done
