# Each target is a short call of ./kosparse; one pattern rule serves all versions (train-v28, eval-v26 …).
#
#   CONFIG=configs/small_v28.yaml   trains, checks and measures with another config
#   SET="training.epochs=2 seed=7"  overrides settings
#   MODEL=outputs/train_v28         measures or converts another model: a run's folder or a model's
#   BENCHMARK=FOLDER                measures on another benchmark in BEIR layout

.DEFAULT_GOAL := help
.PHONY: help setup test quickstart format build-korean-tokens prepare-v25-idf prepare-v25-stopwords prepare-v28-data FORCE

DATA := $(or $(KOSPARSE_DATA),../shared/data)
TOKENIZER ?= models/tokenizer
XLM_R := $(firstword $(wildcard models/xlm-roberta-base $(DATA)/tokenizers/xlm-roberta-base))
CORPUS ?= $(if $(wildcard $(DATA)/kowiki),$(DATA)/kowiki/passages-*.jsonl.gz,data/v24.0/train_*.jsonl)
BENCHMARK ?= $(DATA)/benchmarks/miracl-ko-10k
SETTINGS = $(foreach setting,$(SET),--set $(setting))

# Of the version in the target's name ($*): its config, the folder of its run, its model.
config = $(or $(CONFIG),configs/train_v$*.yaml)
run = outputs/$(basename $(notdir $(config)))
model = $(or $(MODEL),$(run))

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z].*:.*## /{ sub(/v%/, "v28", $$1); printf "  make %-24s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@sed -n 's/^#   /  /p' $(MAKEFILE_LIST)

setup: ## Restore packages and build everything
	dotnet build KoSparse.slnx -c Release -nologo -v quiet

test: setup ## Build and run all tests
	dotnet test KoSparse.slnx -c Release --no-build --nologo

quickstart: ## Train, measure, export and search with a small encoder: one command, about ten minutes
	./kosparse quickstart

format: ## Format the sources
	dotnet format KoSparse.slnx

prepare-v25-idf: ## Count IDF weights over the corpus (CORPUS, TOKENIZER), for XLM-R's tokenizer too where it is at hand
	./kosparse prepare idf --tokenizer $(TOKENIZER) --corpus '$(CORPUS)' --output-dir outputs/idf_weights/own
ifneq ($(XLM_R),)
	./kosparse prepare idf --tokenizer $(XLM_R) --corpus '$(CORPUS)' --output-dir outputs/idf_weights/xlm-roberta-base
endif

prepare-v25-stopwords: ## Write the stopwords and their token ids (TOKENIZER)
	./kosparse prepare stopwords --tokenizer $(TOKENIZER) --set v25 --output-dir outputs/idf_weights/own

build-korean-tokens: ## Write the ids of the vocabulary's Korean side (TOKENIZER)
	./kosparse prepare korean-tokens --tokenizer $(TOKENIZER) --output-dir outputs/idf_weights/own

prepare-v28-data: ## Make training triplets of Korean Wikipedia in data/v24.0
	./kosparse prepare triplets --output-dir data/v24.0

train-v%: FORCE ## Train (any version: train-v22 … train-v28)
	./kosparse train $(config) $(SETTINGS)

train-v%-quick: FORCE ## Train on 500 samples for 2 epochs, to see that everything works
	./kosparse train $(config) --set output_dir=$(run)_quick --set data.max_samples=500 --set data.samples_per_epoch=0 --set training.epochs=2 $(SETTINGS)

train-v%-verify: FORCE ## Check IDF, tokens, data and shapes, and print what would run
	./kosparse train $(config) --verify $(SETTINGS)

train-v%-resume: FORCE ## Go on from the newest checkpoint
	./kosparse train $(config) --resume $(SETTINGS)

train-v28a: config = $(or $(CONFIG),configs/train_v28.yaml)
train-v28a: FORCE ## Train V28 with its Korean filter alone: no context gate, no context_kd
	./kosparse train $(config) --set output_dir=$(run)a --set model.context_gate=null --set knowledge_distillation.use_context_aware_kd=false $(SETTINGS)

eval-v%: FORCE ## Measure language, context and sparsity
	./kosparse eval all --model $(model) --output-dir $(model)/eval

eval-v%-language: FORCE ## Measure the Korean token ratio and leakage
	./kosparse eval language --model $(model) --output-dir $(model)/eval

eval-v%-context: FORCE ## Measure whether contexts are told apart
	./kosparse eval context --model $(model) --output-dir $(model)/eval

eval-v%-sparsity: FORCE ## Measure active terms and FLOPS
	./kosparse eval sparsity --model $(model) --output-dir $(model)/eval

benchmark-v%: FORCE ## Measure retrieval beside BM25 (BENCHMARK)
	./kosparse benchmark $(BENCHMARK) --model $(model) --output-dir $(model)/eval/$(notdir $(BENCHMARK))

convert-v%-hf: FORCE ## Export for Hugging Face and sentence-transformers, to huggingface/v28
	./kosparse convert $(model) huggingface/v$*
