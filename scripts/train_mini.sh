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

# Term weights, and their mean with the start, which is BM25.
train configs/mini_terms.yaml outputs/mini_terms
train configs/mini_terms.yaml outputs/mini_start training.max_steps=1 training.learning_rate=1.0e-9 training.average_decay=0
./kosparse average outputs/mini_terms outputs/mini_start --output-dir outputs/mini_terms_mean

# Expansion on top, which leaves the term weights as they are.
train configs/mini.yaml outputs/mini
./kosparse convert outputs/mini huggingface/mini --half
