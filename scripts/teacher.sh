#!/usr/bin/env bash
# teacher.sh [FOLDER]: puts a teacher in models/multilingual-e5-small, or FOLDER: multilingual E5 small (MIT; Wang et al., 2024, arXiv:2402.05672), unpacked where it lies
# beside the repository, else fetched. Its model card asks for prefixes that no file of it names; here a file does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder="${1:-models/multilingual-e5-small}"
packed="${KOSPARSE_MODELS:-../shared/models}/multilingual-e5-small-ko"

if [[ -e "$folder/config_sentence_transformers.json" ]]; then
    echo "$folder is there already."
    exit
fi
if [[ -e "$packed/model.safetensors.xz" ]]; then
    mkdir -p "$folder/1_Pooling"
    cp "$packed"/*.json "$packed"/sentencepiece.bpe.model "$folder"
    chmod -R u+w "$folder"
    xz -dc "$packed/model.safetensors.xz" > "$folder/model.safetensors"
    echo '{ "word_embedding_dimension": 384, "pooling_mode_mean_tokens": true }' > "$folder/1_Pooling/config.json"
else
    ./kosparse fetch intfloat/multilingual-e5-small --output-dir "$folder"
fi
echo '{ "prompts": { "query": "query: ", "document": "passage: " }, "similarity_fn_name": "cosine" }' > "$folder/config_sentence_transformers.json"
echo "The teacher is in $folder."
