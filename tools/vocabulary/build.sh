#!/usr/bin/env bash
# Makes models/tokenizer/ from Korean Wikipedia. Needs a JDK, Python 3.11 and Lucene 8.7 (Debian: liblucene8-java).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${KOSPARSE_DATA:-$root/../shared/data}
jars=${LUCENE_JARS:-/usr/share/java}
out=$root/models/tokenizer
work=$root/artifacts/vocabulary
mkdir -p "$out" "$work"

cp=$jars/lucene-core-8.7.0.jar:$jars/lucene-analyzers-common-8.7.0.jar:$jars/lucene-analyzers-nori-8.7.0.jar
javac -cp "$cp" -d "$work" "$here/NoriSplit.java"
java -Xmx8g -cp "$cp:$work" NoriSplit "$work/cut.tsv" "$data"/kowiki/passages-[0-7].jsonl.gz
python3.11 "$here/build_vocabulary.py" "$work/cut.tsv" "$out/vocab.txt"
python3.11 "$here/write_tokenizer.py" "$out"
