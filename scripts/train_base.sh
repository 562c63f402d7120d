#!/usr/bin/env bash
# Makes the base encoder from the teacher and the text on, with the steps that made models/base, in about three hours on two cores. Parts that are finished are
# left out; one that was interrupted goes on where it stopped.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${KOSPARSE_DATA:-../shared/data}"
corpus="$data/kowiki/passages-*.jsonl.gz"
lists=data/v24.0/lists/train_lists.jsonl

[[ -e models/multilingual-e5-small/config.json ]] || scripts/teacher.sh
[[ -e data/v24.0/preparation.json ]] || ./kosparse prepare triplets --output-dir data/v24.0
./kosparse prepare idf --corpus 'data/v24.0/train_*.jsonl' --questions data/v24.0/train_questions.jsonl --output-dir outputs/idf_weights/mini
[[ -e outputs/idf_weights/mini/families.json ]] || ./kosparse prepare families --corpus "$corpus" --output-dir outputs/idf_weights/mini

# The body: the teacher's first layers with our vocabulary.
[[ -e outputs/transfer_base/training_complete.flag ]] || ./kosparse transfer configs/transfer_base.yaml --set "corpus=$corpus" --resume

# Which of a text's own words matter.
[[ -e outputs/base_terms/fit.json ]] || ./kosparse fit configs/base_terms.yaml

# Words of questions beside them, as the teacher ranks.
[[ -e $lists ]] || ./kosparse prepare teacher-lists --questions "$data/questions/questions-more.jsonl.gz" --triplets data/v24.0/train_questions.jsonl \
    --passages "$corpus" --teacher models/multilingual-e5-small --pool 36000 --output-dir data/v24.0/lists
[[ -e outputs/base/training_complete.flag ]] || ./kosparse expand configs/base.yaml --resume

./kosparse convert outputs/base huggingface/base --half
