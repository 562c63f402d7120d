# Each target is a short call of ./kosparse; one pattern rule serves all versions (train-v28, eval-v26 …).
#
#   CONFIG=configs/small_v28.yaml   trains, checks and measures with another config
#   SET="training.epochs=2 seed=7"  overrides settings
#   MODEL=outputs/train_v28         measures or converts another model: a run's folder or a model's
#   BASELINE=outputs/train_v26      the model that eval-v27-travel compares with
#   WIKIPEDIA_DUMP=FILE NAMUWIKI=FILE   more sources of collect-travel
#   BENCHMARK=FOLDER                measures on another benchmark: a folder in BEIR or MTEB layout, or a name
#   DENSE=FOLDER OPTIONS="--include-hybrid"   benchmarks a dense encoder too; further options of kosparse benchmark
#   RESUME=1                        goes on with pretrain-mini and transfer-base
#   RUNS="outputs/a outputs/b"      lays the curves of other runs over those of tensorboard-v28; PORT=6007 serves elsewhere

.DEFAULT_GOAL := help
.PHONY: help setup test teacher fuzz quickstart pack format runs monitor build-korean-tokens prepare-v25-idf prepare-v25-stopwords collect-travel eval-compare opensearch-up FORCE

DATA := $(or $(KOSPARSE_DATA),../shared/data)
TOKENIZER ?= models/tokenizer
XLM_R := $(firstword $(wildcard models/xlm-roberta-base $(DATA)/tokenizers/xlm-roberta-base))
CORPUS ?= $(if $(wildcard $(DATA)/kowiki),$(DATA)/kowiki/passages-*.jsonl.gz,data/v24.0/train_*.jsonl)
TRAVEL := data/v27.0
BASELINE ?= outputs/train_v26
BENCHMARK ?= $(DATA)/benchmarks/miracl-ko-10k
PORT ?= 6006
SETTINGS = $(foreach setting,$(SET),--set $(setting))

# Of the version in the target's name ($*): its config, the folder of its run, its model.
# In train-v28-after-v27 it is the first one; the second names the run to wait for.
config = $(or $(CONFIG),configs/train_v$(firstword $(subst -after-v, ,$*)).yaml)
before = $(word 2,$(subst -after-v, ,$*))
run = $(or $(lastword $(patsubst output_dir=%,%,$(filter output_dir=%,$(SET)))),$(shell sed -n "s/^output_dir: *[\"']*\([^ \"']*\).*/\1/p" $(config) 2>/dev/null),$(error $(config): no config that says output_dir. Name one: make $@ CONFIG=configs/small_v28.yaml))
model = $(or $(MODEL),$(run))

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z].*:.*## /{ sub(/v%/, "v28", $$1); printf "  make %-30s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@sed -n 's/^#   /  /p' $(MAKEFILE_LIST)

setup: ## Restore packages and build everything
	dotnet build KoSparse.slnx -c Release -nologo -v quiet

test: setup ## Build and run all tests
	dotnet test KoSparse.slnx -c Release --no-build --nologo

fuzz: ## Damage every format that is read, for an hour or SECONDS; what fails is kept as a test
	dotnet run --project tests/KoSparse.Fuzz -c Release -- --seconds $(or $(SECONDS),3600)

soak: ## Load the service for an hour, or SECONDS, with half and twice of what it can bear; its memory is told
	dotnet run --project benchmarks/KoSparse.Benchmarks -c Release -- serve models/mini '$(CORPUS)' $$(( $(or $(SECONDS),3600) / 4 ))

quickstart: ## Train, measure, export and search with a small encoder: one command, about ten minutes
	./kosparse quickstart

serve: PORT = 8080
serve: ## Serve MODEL, and an INDEX if one is named, at PORT (8080) of this machine
	./kosparse serve --model $(or $(MODEL),models/mini)$(if $(INDEX), --index $(INDEX)) --port $(PORT)

pack: ## Make NuGet packages of the libraries and the tool in artifacts/packages
	dotnet pack KoSparse.slnx -c Release -p:ContinuousIntegrationBuild=true -nologo

format: ## Format the sources
	dotnet format KoSparse.slnx

opensearch-up: ## Start an OpenSearch with Nori on this machine (Docker), at http://localhost:9200
	docker compose -f deploy/opensearch/compose.yaml up --detach --wait

prepare-v25-idf: ## Count IDF weights over the corpus (CORPUS, TOKENIZER), for XLM-R's tokenizer too where it is at hand
	./kosparse prepare idf --tokenizer $(TOKENIZER) --corpus '$(CORPUS)' --output-dir outputs/idf_weights/own
ifneq ($(XLM_R),)
	./kosparse prepare idf --tokenizer $(XLM_R) --corpus '$(CORPUS)' --output-dir outputs/idf_weights/xlm-roberta-base
endif

prepare-v25-stopwords: ## Write the stopwords and their token ids (TOKENIZER)
	./kosparse prepare stopwords --tokenizer $(TOKENIZER) --set v25 --output-dir outputs/idf_weights/own

build-korean-tokens: ## Write the ids of the vocabulary's Korean side (TOKENIZER)
	./kosparse prepare korean-tokens --tokenizer $(TOKENIZER) --output-dir outputs/idf_weights/own

prepare-v22-data: FORCE ## Make the training triplets of V22 and V24 in data/v22.0
	./kosparse prepare triplets --shards 1 --output-dir data/v22.0

prepare-v28-data: FORCE ## Make the training triplets of V25 and later in data/v24.0
	./kosparse prepare triplets --output-dir data/v24.0

prepare-v24-data: prepare-v22-data
prepare-v25-data prepare-v26-data: prepare-v28-data

collect-travel: ## Collect texts about places in Korea in data/v27.0 (WIKIPEDIA_DUMP, NAMUWIKI)
	./kosparse prepare travel-texts --output-dir $(TRAVEL) $(if $(WIKIPEDIA_DUMP),--wikipedia-dump $(WIKIPEDIA_DUMP)) $(if $(NAMUWIKI),--namuwiki $(NAMUWIKI))

prepare-v27-triplets: $(if $(wildcard $(TRAVEL)/travel.jsonl),,collect-travel) FORCE ## Make travel triplets with negatives of other regions, and held-out questions
	./kosparse prepare travel-triplets --output-dir $(TRAVEL)

prepare-v27-data: prepare-v28-data prepare-v27-triplets ## Make all training triplets of V27

pretrain-mini: FORCE ## Teach the mini encoder the language from Korean Wikipedia; RESUME=1 goes on
	./kosparse pretrain configs/pretrain_mini.yaml $(if $(KOSPARSE_DATA),--set 'corpus=$(DATA)/kowiki/passages-*.jsonl.gz') $(if $(RESUME),--resume) $(SETTINGS)

teacher: ## Put the teacher, multilingual E5 small, in models/multilingual-e5-small: unpacked where it lies beside us, else fetched
	scripts/teacher.sh

transfer-base: FORCE ## Bring the teacher's first layers over to our vocabulary, from plain text; RESUME=1 goes on
	./kosparse transfer configs/transfer_base.yaml $(if $(KOSPARSE_DATA),--set 'corpus=$(DATA)/kowiki/passages-*.jsonl.gz') $(if $(RESUME),--resume) $(SETTINGS)

train-mini: FORCE ## Make the mini encoder from the text on, as models/mini was made; goes on where it stopped
	scripts/train_mini.sh

train-base: FORCE ## Make the base encoder from the teacher and the text on, as models/base was made; goes on where it stopped
	scripts/train_base.sh

train-v%: FORCE ## Train (any version: train-v22 … train-v28)
	./kosparse train $(config) $(addprefix --after outputs/train_v,$(before)) $(SETTINGS)

train-v28-after-v27: FORCE ## Wait for V27 to finish (any two versions), take it up when it crashed, then train V28

train-v%-quick: FORCE ## Train on 500 samples for 2 epochs, to see that everything works
	./kosparse train $(config) --quick $(SETTINGS)

train-v%-verify: FORCE ## Check IDF, tokens, data and shapes, and print what would run
	./kosparse train $(config) --verify $(SETTINGS)

train-v%-resume: FORCE ## Go on from the newest checkpoint
	./kosparse train $(config) --resume $(SETTINGS)

train-v%-bg: FORCE ## Train in the background: survives the terminal; prints process, log and how to stop
	./kosparse train $(config) --background $(SETTINGS)

stop-v%: FORCE ## Ask a running training to save and stop
	./kosparse stop $(run)

runs: ## List runs with state, step, loss and time left
	./kosparse runs

logs-v%: FORCE ## Follow the log of a run
	tail -n 40 -F $(run)/training.log

tensorboard-v%: FORCE ## Show the curves of a run, and of RUNS, at http://localhost:6006 (TensorBoard, else our own page)
	@if command -v tensorboard > /dev/null; \
	then tensorboard --port $(PORT) --logdir_spec $(shell printf '%s\n' $(run) $(RUNS) | sed 's|.*/\(.*\)|\1:&/tensorboard|' | paste -sd,); \
	else ./kosparse tensorboard $(run) $(RUNS) --port $(PORT); fi

monitor: ## Watch GPU, CPU, memory, disk and the running trainings
	./kosparse monitor

train-v28a: config = $(or $(CONFIG),configs/train_v28.yaml)
train-v28a: FORCE ## Train V28 with its Korean filter alone: no context gate, no context_kd
	./kosparse train $(config) --set output_dir=$(run)a --set model.context_gate=null $(if $(shell grep -s '^knowledge_distillation:' $(config)),--set knowledge_distillation.use_context_aware_kd=false) $(SETTINGS)

eval-v%: FORCE ## Measure language, context and sparsity
	./kosparse eval all --model $(model) --output-dir $(model)/eval

eval-v%-language: FORCE ## Measure the Korean token ratio and leakage
	./kosparse eval language --model $(model) --output-dir $(model)/eval

eval-v%-context: FORCE ## Measure whether contexts are told apart
	./kosparse eval context --model $(model) --output-dir $(model)/eval

eval-v%-sparsity: FORCE ## Measure active terms and FLOPS
	./kosparse eval sparsity --model $(model) --output-dir $(model)/eval

eval-v%-travel: FORCE ## Measure held-out travel questions beside BM25 and a model without travel data (BASELINE)
	./kosparse benchmark $(TRAVEL)/travel --model $(model) $(if $(BASELINE),--baseline $(BASELINE)) --output-dir $(model)/eval/travel

eval-compare: ## Measure two models side by side: A=outputs/train_v26 B=outputs/train_v28
	./kosparse eval compare $(or $(A),$(error name two models: make eval-compare A=outputs/train_v26 B=outputs/train_v28)) $(or $(B),$(error B is missing: make eval-compare A=$(A) B=outputs/train_v28))

benchmark-v%: FORCE ## Measure retrieval methods side by side (BENCHMARK, DENSE, OPTIONS)
	./kosparse benchmark $(BENCHMARK) --model $(model) $(if $(DENSE),--dense $(DENSE)) $(OPTIONS) --output-dir $(model)/eval/$(notdir $(BENCHMARK))

benchmark-ko-strategyqa-v%: FORCE ## The same on Ko-StrategyQA, once it is fetched
	$(MAKE) --no-print-directory benchmark-v$* BENCHMARK=ko-strategyqa

convert-v%-hf: FORCE ## Export for Hugging Face and sentence-transformers, to huggingface/v28
	./kosparse convert $(model) huggingface/v$*

upload-v%: FORCE ## Upload the export to the Hugging Face Hub, with HF_TOKEN (NAME)
	./kosparse upload huggingface/v$* $(or $(NAME),$(error Say where to: make $@ NAME=user/model-name)) $(if $(CREATE),--create) $(if $(DRY_RUN),--dry-run)

v%-pipeline: FORCE ## Tokens, IDF, stopwords, verify, quick, train, evaluate, benchmark, convert: what is not done yet
	./kosparse pipeline $(config) --corpus '$(CORPUS)' $(if $(filter-out file,$(origin BENCHMARK)),--benchmark $(BENCHMARK)) $(SETTINGS)
