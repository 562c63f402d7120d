#!/usr/bin/env bash
# Trains V28 as soon as V27 is finished; takes up a V27 that crashed. Other versions: make train-v26-after-v25.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec make train-v28-after-v27 "$@"
