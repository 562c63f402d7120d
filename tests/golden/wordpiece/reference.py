"""Writes NAME.jsonl: our sentences and their ids by a slow WordPiece, written from the description of BERT's tokenizer.

Usage: python3 reference.py DATA_FOLDER, with tokenizers/{klue-roberta,ax-encoder}/tokenizer.json in it.
Python 3.11, standard library only; no seed, exact comparison.
"""

import json
import pathlib
import sys
import unicodedata

SENTENCES = [
    "대한민국의 수도는 서울이다.",
    "출근길에 비가 와서 우산을 두 개나 샀어요!",
    "2024년 3월 1일, 부산행 KTX는 오전 7시 30분에 출발합니다.",
    "한자는 漢字라고 쓰고, 일본말로는 かんじ라고 읽는다.",
    "가격은 ₩12,500원(VAT 별도)이며 10% 할인됩니다.",
    "검색엔진에서 형태소 분석기 없이도 잘 찾을 수 있을까?",
    "그는 “괜찮아”라고 말했다… 정말일까?",
    "C#과 .NET 10으로 만든 희소 벡터 인코더",
    "이메일: hong.gildong@example.com / 전화 02-123-4567",
    "ㅋㅋㅋ 진짜 웃기다 ㅠㅠ",
    "배를 타고 배를 먹으니 배가 아프다",
    "제주도\t여행\n일정과   숙소 추천",
    "나는 학교에서 점심으로 김치찌개를 먹었습니다.",
    "도서관은 월요일마다 쉽니까?",
    "뷁뛟꿹 같은 글자는 사전에 없다",
    "Straße와 café의 발음은 각각 어떻게 되나요",
    "온도는 -5℃, 습도는 ½ 정도였다.",
    "아버지가방에들어가신다",
]


def is_han(c):
    blocks = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)]
    return any(first <= ord(c) <= last for first, last in blocks)


def is_punctuation(c):
    return unicodedata.category(c)[0] == "P" or (ord(c) < 128 and not c.isalnum() and not c.isspace() and c.isprintable())


def words(text, splits_han):
    word = ""
    for c in text:
        alone = is_punctuation(c) or (splits_han and is_han(c))
        if alone or c.isspace():
            if word:
                yield word
            if alone:
                yield c
            word = ""
        else:
            word += c
    if word:
        yield word


def pieces(word, vocabulary, unknown):
    found, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else "##" + word[start:end]
            if piece in vocabulary:
                found.append(vocabulary[piece])
                start = end
                break
        else:
            return [unknown]
    return found


def main(data):
    for name, first, last, splits_han in [("klue-roberta", 2, 3, True), ("ax-encoder", 0, 1, False)]:
        model = json.loads((data / "tokenizers" / name / "tokenizer.json").read_text("utf-8"))["model"]
        unknown = model["vocab"][model["unk_token"]]
        with open(pathlib.Path(__file__).with_name(name + ".jsonl"), "w", encoding="utf-8") as out:
            for text in SENTENCES:
                normal = unicodedata.normalize("NFC", text)
                ids = [i for w in words(normal, splits_han) for i in pieces(w, model["vocab"], unknown)]
                out.write(json.dumps({"text": text, "ids": [first, *ids, last]}, ensure_ascii=False) + "\n")


main(pathlib.Path(sys.argv[1]))
