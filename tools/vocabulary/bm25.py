"""BM25 over WordPiece ids, to choose between vocabularies.
  bm25.py selection DATA VOCAB[:cased][:nochinese]...   questions-train against judged and random paragraphs
  bm25.py miracl DATA VOCAB...                          the benchmark; only for the last measurement
"""
import glob
import gzip
import json
import math
import os
import pickle
import random
import sys
import tempfile
from array import array
from heapq import nlargest

from wordpiece import WordPiece, read_vocabulary, words

K1, B, RANDOM_PARAGRAPHS, SEED = 1.2, 0.75, 40000, 42


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def text_of(d):
    return d["title"] + " " + d["text"]


def selection(data):
    """Texts of documents; (question, relevant document numbers)."""
    banned = {" ".join(q["text"].split()) for p in glob.glob(data + "/benchmarks/*/queries.jsonl") for q in lines(p)}
    docs, queries = {}, []
    for q in lines(data + "/kowiki/questions-train.jsonl.gz"):
        if " ".join(q["query"].split()) in banned:
            continue
        for d in q["positives"] + q["negatives"]:
            docs.setdefault(d["_id"], text_of(d))
        queries.append((q["query"], [d["_id"] for d in q["positives"]]))
    rng = random.Random(SEED)
    for shard in range(8):
        pool = list(lines(f"{data}/kowiki/passages-{shard}.jsonl.gz"))
        for d in rng.sample(pool, RANDOM_PARAGRAPHS // 8):
            docs.setdefault(d["_id"], text_of(d))
    return docs, queries


def miracl(data):
    root = data + "/benchmarks/miracl-ko-10k/"
    docs = {d["_id"]: text_of(d) for d in lines(root + "corpus.jsonl.gz")}
    rel = {}
    with open(root + "qrels/dev.tsv", encoding="utf-8") as f:
        next(f)
        for line in f:
            q, d, s = line.split()
            if int(s) > 0:
                rel.setdefault(q, []).append(d)
    return docs, [(q["text"], rel[q["_id"]]) for q in lines(root + "queries.jsonl") if q["_id"] in rel]


def prepare(name, data, lower, split_chinese):
    """Words as numbers, kept in a scratch file between runs."""
    scratch = os.environ.get("KS_SCRATCH", tempfile.gettempdir())
    cache = os.path.join(scratch, f"bm25-{name}-{lower:d}{split_chinese:d}.pickle")
    if os.path.exists(cache):
        with open(cache, "rb") as f:
            return pickle.load(f)
    docs, queries = {"selection": selection, "miracl": miracl}[name](data)
    number, ids = {}, {d: i for i, d in enumerate(docs)}
    cut = lambda t: array("i", [number.setdefault(w, len(number)) for w in words(t, lower, split_chinese)])
    documents = [cut(t) for t in docs.values()]
    asked = [(cut(q), [ids[d] for d in r]) for q, r in queries]
    made = documents, asked, list(number)
    with open(cache, "wb") as f:
        pickle.dump(made, f)
    return made


def evaluate(prepared, vocabulary):
    docs, queries, names = prepared
    wp = WordPiece(vocabulary)
    queries = [([t for w in q for t in wp.word(names[w])], rel) for q, rel in queries]
    asked = {t for q, _ in queries for t in q}
    hits, size = [], []
    for w in names:
        ids = wp.word(w)
        size.append(len(ids))
        hits.append([t for t in ids if t in asked])
    lengths, postings = [], {t: [] for t in asked}
    for n, doc in enumerate(docs):
        tf, length = {}, 0
        for w in doc:
            length += size[w]
            for t in hits[w]:
                tf[t] = tf.get(t, 0) + 1
        lengths.append(length)
        for t, f in tf.items():
            postings[t].append((n, f))
    average = sum(lengths) / len(lengths)
    norm = [K1 * (1 - B + B * x / average) for x in lengths]
    weighted = {}
    for t, p in postings.items():
        idf = math.log(1 + (len(docs) - len(p) + .5) / (len(p) + .5))
        weighted[t] = [(n, idf * f / (f + norm[n])) for n, f in p]
    r1 = ndcg = r10 = 0
    for q, rel in queries:
        score = {}
        get = score.get
        for t in q:
            for n, s in weighted[t]:
                score[n] = get(n, 0.) + s
        top = nlargest(10, score.items(), key=lambda x: (x[1], -x[0]))
        rel = set(rel)
        r1 += bool(top) and top[0][0] in rel
        r10 += any(n in rel for n, _ in top)
        ndcg += (sum(1 / math.log2(i + 2) for i, (n, _) in enumerate(top) if n in rel)
                 / sum(1 / math.log2(i + 2) for i in range(min(10, len(rel)))))
    n = len(queries)
    return {"R@1": 100 * r1 / n, "nDCG@10": 100 * ndcg / n, "R@10": 100 * r10 / n, "tokens": average}


def main():
    name, data, *specs = sys.argv[1:]
    for spec in specs:
        path, *options = spec.split(":")
        got = evaluate(prepare(name, data, "cased" not in options, "nochinese" not in options), read_vocabulary(path))
        print(f"{spec}: " + ", ".join(f"{k} {v:.2f}" for k, v in got.items()), flush=True)


if __name__ == "__main__":
    main()
