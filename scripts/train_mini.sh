#!/usr/bin/env bash
# Makes the mini encoder from the text on, with the steps that made models/mini. Parts that are finished are left out;
# one that was interrupted goes on where it stopped.
set -euo pipefail
cd "$(dirname "$0")/.."

# Trains unless it is done: train CONFIG FOLDER [SETTING…]
train() {
    local config="$1" folder="$2"
    shift 2
    [[ -e $folder/training_complete.flag ]] || ./kosparse train "$config" --resume --set "output_dir=$folder" "${@/#/--set=}"
}

[[ -e data/v24.0/preparation.json ]] || ./kosparse prepare triplets --output-dir data/v24.0
./kosparse prepare idf --corpus 'data/v24.0/train_*.jsonl' --questions data/v24.0/train_questions.jsonl --output-dir outputs/idf_weights/mini
[[ -e outputs/pretrain_mini/training_complete.flag ]] || ./kosparse pretrain configs/pretrain_mini.yaml --resume

# Term weights: three runs and their common start, exact BM25. Half of the way back to it keeps what it knows about other texts.
harder=(training.max_steps=400 data.negatives_per_query=3 data.batch_size=12 loss.language.lambda_language=0.1 validation.every_steps=400)
train configs/mini_terms.yaml outputs/mini_terms training.max_steps=600
train configs/mini_terms.yaml outputs/mini_terms_43 seed=43 "${harder[@]}"
train configs/mini_terms.yaml outputs/mini_terms_44 seed=44 training.learning_rate=3.0e-4 "${harder[@]}"
train configs/mini_terms.yaml outputs/mini_start training.max_steps=1 training.learning_rate=1.0e-9 training.average_decay=0
./kosparse average outputs/mini_terms_43 outputs/mini_terms_44 outputs/mini_terms --output-dir outputs/mini_terms_trained
./kosparse average outputs/mini_terms_trained outputs/mini_start --output-dir outputs/mini_terms_mean

# Expansion on top, which leaves the term weights as they are.
train configs/mini.yaml outputs/mini
./kosparse convert outputs/mini huggingface/mini --half
