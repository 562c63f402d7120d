#!/usr/bin/env bash
# Builds the library and the driver, then runs it: run.sh SOURCE DOCS QUERIES K [SEISMIC], see driver.cpp.
# Needs `apt-get install -y g++ cmake libabsl-dev`. Building the indices takes all cores, asking one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$1" && pwd)
out=$here/build   # beside this script: another clone has another
level=$(grep -qw avx512bw /proc/cpuinfo && echo avx512 || echo avx2)
{
    cmake -S "$here" -B "$out" -DSOURCE="$source" -DLEVEL="$level" -DCMAKE_BUILD_TYPE=Release
    cmake --build "$out" --target driver
} >&2
exec "$out/driver" "${@:2}"
