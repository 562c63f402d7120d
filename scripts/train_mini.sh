#!/usr/bin/env bash
# Makes the mini encoder from the text on, with the steps that made models/mini, in about two hours on two cores. Parts that are finished are left out;
# one that was interrupted goes on where it stopped.
set -euo pipefail
cd "$(dirname "$0")/.."
corpus="${KOSPARSE_DATA:-../shared/data}/kowiki/passages-*.jsonl.gz"

[[ -e data/v24.0/preparation.json ]] || ./kosparse prepare triplets --output-dir data/v24.0
./kosparse prepare idf --corpus 'data/v24.0/train_*.jsonl' --questions data/v24.0/train_questions.jsonl --output-dir outputs/idf_weights/mini
[[ -e outputs/idf_weights/mini/families.json ]] || ./kosparse prepare families --corpus "$corpus" --output-dir outputs/idf_weights/mini
[[ -e outputs/pretrain_mini/training_complete.flag ]] || ./kosparse pretrain configs/pretrain_mini.yaml --set "corpus=$corpus" --resume

# Which of a text's own words matter.
[[ -e outputs/mini_terms/fit.json ]] || ./kosparse fit configs/mini_terms.yaml

# Expansion on top, which leaves the term weights as they are.
[[ -e outputs/mini/training_complete.flag ]] || ./kosparse train configs/mini.yaml --resume

# Served without the head, which finds nothing on held-out questions and takes half of the time (docs/experiments.md).
./kosparse convert outputs/mini huggingface/mini --half --expansion-share 0
