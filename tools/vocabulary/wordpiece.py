"""BERT's pre-tokeniser and greedy WordPiece, standard library only."""
import unicodedata

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def chinese(c):
    return (0x4E00 <= c <= 0x9FFF or 0x3400 <= c <= 0x4DBF or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x2A6DF
            or 0x2A700 <= c <= 0x2CEAF or 0x2F800 <= c <= 0x2FA1F)


def kind(ch):
    """'s' white space, 'd' dropped, 'p' a word of its own (punctuation), 'h' a Chinese character, '' a letter."""
    if ch in "\t\n\r":
        return "s"
    category = unicodedata.category(ch)
    if ch == "\ufffd" or category[0] == "C":
        return "d"
    if category[0] == "Z":
        return "s"
    if ch < "\x80" and not ch.isalnum() or category[0] == "P":
        return "p"
    return "h" if chinese(ord(ch)) else ""


class Kinds(dict):
    def __missing__(self, ch):
        self[ch] = k = kind(ch)
        return k


KINDS = Kinds()


def words(text, lower=True, split_chinese=True):
    """The words WordPiece gets: NFC, lower case, cut at white space and around punctuation and Chinese characters."""
    text = unicodedata.normalize("NFC", text)
    if lower:
        text = "".join(ch.lower() for ch in text)
    out = []
    current = []
    for ch in text:
        k = KINDS[ch]
        if k == "" or k == "h" and not split_chinese:
            current.append(ch)
        elif k != "d":
            if current:
                out.append("".join(current))
                current = []
            if k != "s":
                out.append(ch)
    if current:
        out.append("".join(current))
    return out


class WordPiece:
    def __init__(self, pieces):
        self.heads = {p: i for i, p in enumerate(pieces) if not p.startswith("##")}
        self.tails = {p[2:]: i for i, p in enumerate(pieces) if p.startswith("##") and len(p) > 2}
        self.unk = self.heads.get("[UNK]", self.heads.get("<unk>"))
        self.longest = max(map(len, pieces))

    def word(self, word):
        if len(word) > 100:
            return [self.unk]
        ids = []
        table, start, n = self.heads, 0, len(word)
        while start < n:
            for end in range(min(n, start + self.longest), start, -1):
                piece = table.get(word[start:end])
                if piece is not None:
                    break
            else:
                return [self.unk]
            ids.append(piece)
            table, start = self.tails, end
        return ids

    def encode(self, text, lower=True, split_chinese=True):
        return [i for w in words(text, lower, split_chinese) for i in self.word(w)]


def read_vocabulary(path):
    with open(path, encoding="utf-8") as f:
        return f.read().split("\n")[:-1]
