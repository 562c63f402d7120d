"""Makes vocab.txt from the cut words that NoriSplit counted.
  build_vocabulary.py CUT.tsv VOCAB.txt [size=24000] [tails=2] [crossing=0.5] [wide=0]
wide=1 also covers kana and jamo and cuts rarer Latin words into threes.
"""
import re
import sys
from collections import Counter

from wordpiece import SPECIAL, WordPiece, chinese

PAIR = 2                  # syllables in the longest Hangul piece
LATIN, LATIN_WHOLE = 3, 500    # letters in a piece of a Latin word, unless the word is this common
PARTICLE_MIN = 100_000    # a particle or ending of two syllables must be this common to be a piece
HANGUL_MIN, CHINESE_MIN, OTHER_MIN = 5, 200, 50
ROUNDS = 2
UNIT = re.compile(r"([|+]?)([^|+]+)")


def hangul(text):
    return all("가" <= ch <= "힣" for ch in text)


def read(path):
    """[(units, count)], a unit being (text, is it a particle, an ending or a suffix)."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            cut, count = line.rstrip("\n").split("\t")
            yield ([(text, mark == "+") for mark, text in UNIT.findall(cut)] or [(cut, False)]), int(count)


def characters(cuts, wide):
    """Single characters, each both as a word start and as a continuation where it can continue a word."""
    seen = Counter()
    for units, count in cuts:
        for text, _ in units:
            for ch in text:
                seen[ch] += count
    least = lambda ch: HANGUL_MIN if hangul(ch) else CHINESE_MIN if chinese(ord(ch)) else OTHER_MIN
    keep = {ch for ch, n in seen.items() if n >= least(ch)}
    keep |= {chr(c) for c in range(33, 127) if not chr(c).isupper()}
    for row in range(0xB0, 0xC9):      # the 2,350 syllables of KS X 1001
        keep |= set(bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode("euc_kr"))
    if wide:
        keep |= {chr(c) for a, b in ((0x3131, 0x3163), (0x3041, 0x3096), (0x30A1, 0x30FC)) for c in range(a, b + 1)}
    inside = {ch for units, _ in cuts for ch in "".join(text for text, _ in units)[1:]}
    return sorted(keep) + ["##" + ch for ch in sorted(keep) if ch in inside or hangul(ch) or wide and "ぁ" <= ch <= "ㅣ"]


def candidates(cuts, tails, wide):
    """Pieces of more than one character, best first: units, Hangul ones cut into pairs from the left."""
    content, particles, latin = Counter(), Counter(), Counter()
    for units, count in cuts if wide else ():
        for text, _ in units:
            if text.isascii() and text.isalpha():
                latin[text] += count
    for units, count in cuts:
        for n, (text, particle) in enumerate(units):
            if particle and n > 0:
                particles["##" + text] += count
                continue
            step = PAIR if hangul(text) else LATIN if 0 < latin[text] < LATIN_WHOLE else len(text)
            for i in range(0, len(text), step):
                content["##" * (n + i > 0) + text[i:i + step]] += count
    score = {p: c * (tails if p.startswith("##") else 1) for p, c in content.items() if c >= particles[p]}
    common = [p for p, c in particles.items() if c >= PARTICLE_MIN]
    best = sorted(score, key=lambda p: (-score[p], p))
    return [p for p in sorted(common) + best if len(p.removeprefix("##")) > 1 and len(p) < 30]


def crossing(cuts, pieces, limit):
    """Pieces that greedy matching lays over a morpheme seam more than `limit` times as often as inside a morpheme."""
    coder = WordPiece(pieces)
    lengths = [len(p) - 2 if p.startswith("##") and len(p) > 2 else len(p) for p in pieces]
    inside, across = Counter(), Counter()
    for units, count in cuts:
        seams, at = set(), 0
        for text, _ in units:
            at += len(text)
            seams.add(at)
        at = 0
        ids = coder.word("".join(text for text, _ in units))
        if ids == [coder.unk]:
            continue
        for i in ids:
            end = at + lengths[i]
            (inside if seams.isdisjoint(range(at + 1, end)) else across)[i] += count
            at = end
    return {pieces[i] for i, n in across.items() if n > limit * inside[i]}


def main():
    source, target = sys.argv[1:3]
    options = dict(a.split("=") for a in sys.argv[3:])
    size, wide = int(options.get("size", 24000)), options.get("wide") == "1"
    tails, limit = float(options.get("tails", 2)), float(options.get("crossing", .5))
    cuts = list(read(source))
    first = SPECIAL + characters(cuts, wide)
    taken = set(first)
    wanted = [p for p in candidates(cuts, tails, wide) if p not in taken]
    common = [c for c in cuts if c[1] >= 4]
    for _ in range(ROUNDS):
        bad = crossing(common, first + wanted[:size - len(first)], limit)
        wanted = [p for p in wanted if p not in bad]
        print(f"{len(first)} characters and specials; {len(bad)} pieces dropped for crossing seams", file=sys.stderr)
    with open(target, "w", encoding="utf-8", newline="\n") as f:
        f.writelines(p + "\n" for p in first + wanted[:size - len(first)])


if __name__ == "__main__":
    main()
