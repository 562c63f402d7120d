"""Judges ties.trec by ties.qrels as trec_eval does, and writes expected.json. Shares no code with KoSparse.

Hits are ordered by score descending, then by document id descending; the ranks in the file are not read. Figures are cut
at ten hits (-M 10), the mean is over all questions of the judgements (-c). success_k: a relevant document among the first k.
recip_rank: 1 / rank of the first. ndcg_cut_10: gain = grade, discount = log2(rank + 1), the ideal over all judgements.
Worked by hand for question 1: d3, d2 and d1 tie at 2.0, so the order is d3 d2 d1 d0. Relevant are d1 (grade 2) and d9 (1):
success_1 = 0, recip_rank = 1/3, ndcg = (2 / log2 4) / (2 / log2 2 + 1 / log2 3) = 1 / 2.63093 = 0.38009.
"""
import collections
import json
import math
import pathlib

here = pathlib.Path(__file__).parent
grades = collections.defaultdict(dict)
for line in (here / "ties.qrels").read_text().splitlines():
    question, _, document, grade = line.split()
    grades[question][document] = int(grade)
run = collections.defaultdict(list)
for line in (here / "ties.trec").read_text().splitlines():
    question, _, document, _, score, _ = line.split()
    run[question].append((float(score), document.encode()))

total = collections.Counter()
for question, judged in grades.items():
    ranking = [document.decode() for _, document in sorted(run[question], reverse=True)][:10]
    relevant = [rank for rank, document in enumerate(ranking, 1) if judged.get(document, 0) > 0]
    for cut in (1, 5, 10):
        total[f"success_{cut}"] += any(rank <= cut for rank in relevant)
    total["recip_rank"] += 1 / relevant[0] if relevant else 0
    gain = sum(max(0, judged.get(document, 0)) / math.log2(rank + 1) for rank, document in enumerate(ranking, 1))
    ideal = sum(max(0, grade) / math.log2(rank + 1) for rank, grade in enumerate(sorted(judged.values(), reverse=True)[:10], 1))
    total["ndcg_cut_10"] += gain / ideal if ideal else 0

(here / "expected.json").write_text(json.dumps({name: total[name] / len(grades) for name in sorted(total)}, indent=2) + "\n")
