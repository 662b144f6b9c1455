#!/usr/bin/env bash
# Brings the tree to the state "built in Release", doing only what is missing.
#   eng/build.sh app     the pixeldit executable      (run.sh)
#   eng/build.sh all     that, tests and benchmarks   (test.sh)
# Environment: TORCH_ROOT  another libtorch than Debian's: a libtorch folder, or a Python install's torch folder
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-all}
state=artifacts/state
conformance=tests/conformance/PixelDiT.Conformance.csproj
mkdir -p "$state"

say() { echo "pixeldit: $*" >&2; }

# What the build depends on, as one short text: any file added, changed or removed changes it.
fingerprint() { find "$@" \( -name bin -o -name obj \) -prune -o -type f -printf '%P %s %T@\n' | LC_ALL=C sort | sha1sum | cut -d' ' -f1; }

# done_already NAME FINGERPRINT: true when step NAME was last completed with that fingerprint.
done_already() { [ "$(cat "$state/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { echo "$2" >"$state/$1"; }

install_packages() {
  local wanted missing
  wanted=$(grep -v '^#' eng/packages.txt)
  # libtorch may come from elsewhere.
  [ -z "${TORCH_ROOT:-}" ] || wanted=$(grep -v libtorch <<<"$wanted")
  missing=$(for p in $wanted; do dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || echo "$p"; done)
  [ -n "$missing" ] || return 0
  local command="apt-get install -y --no-install-recommends $(echo $missing)"
  if [ "$(id -u)" = 0 ]; then
    say "installing $(echo $missing)"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive $command >artifacts/apt.log 2>&1 || { tail -n 20 artifacts/apt.log >&2; exit 1; }
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    say "installing $(echo $missing) (through sudo)"
    sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive $command
  else
    say "these Debian packages are missing: $(echo $missing). Install them with"
    echo "  sudo $command" >&2
    exit 1
  fi
}

build_native() { say "building the native parts"; eng/build-native.sh; }

build_managed() {
  say "building the managed parts"
  local log=artifacts/build.log
  if [ "$target" = app ]; then
    # Compiled ahead of time (ReadyToRun): the server answers sooner after its start.
    dotnet publish src/PixelDiT.App -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
      -o artifacts/app --nologo -v quiet >"$log" 2>&1
  else
    dotnet build PixelDiT.Nodes.sln -c Release --nologo -v quiet >"$log" 2>&1
  fi || { cat "$log" >&2; exit 1; }
  # A pack in source form, loaded by --extra-model-paths-config tests/execution/extra_model_paths.yaml.
  if [ "$target" = app ] && [ -f "$conformance" ]; then
    dotnet build "$conformance" -c Release --nologo -v quiet >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  fi
}

command -v dotnet >/dev/null || { say "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download"; exit 1; }

native="$(fingerprint native eng) ${TORCH_ROOT:-}"
if ! done_already native "$native"; then
  install_packages
  build_native
  mark_done native "$native"
fi

sources="src nodes tests/conformance *.props *.targets global.json"
[ "$target" = app ] || sources="$sources tests bench *.sln"
managed="$(fingerprint $sources) $native"
if ! done_already "$target" "$managed"; then
  build_managed
  mark_done "$target" "$managed"
fi
