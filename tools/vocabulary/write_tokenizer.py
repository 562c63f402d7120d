"""Writes the Hugging Face files and golden.jsonl beside a vocab.txt.
  write_tokenizer.py FOLDER
"""
import json
import sys

from wordpiece import SPECIAL, WordPiece, read_vocabulary

# Ordinary sentences, then the awkward cases a tokeniser must agree on.
GOLDEN = [
    "아침마다 강가를 걷는 사람들이 부쩍 늘었다.",
    "할머니께서는 장독대 옆에 봉숭아를 심으셨다.",
    "이 기차는 몇 시에 부산에 도착하나요?",
    "가을이 되면 은행나무 잎이 노랗게 물든다.",
    "도서관에서 빌린 책을 잃어버렸는데 어떻게 해야 하나요?",
    "우리 동네 빵집은 월요일마다 쉽니다.",
    "바람이 세게 불어서 우산이 뒤집혔다.",
    "그 배우는 조선 시대를 다룬 연극으로 이름을 알렸다.",
    "검색 엔진은 질문과 문서를 어떻게 비교합니까?",
    "형태소를 나누지 않으면 조사가 명사에 붙어 버린다.",
    "어제 산 자전거의 바퀴가 벌써 닳았다니 믿을 수 없다!",
    "국립중앙박물관에 가려면 어느 역에서 내려야 할까?",
    "카이사르와 아우구스투스는 어떤 사이였을까?",
    "훈민정음은 누가, 언제, 왜 만들었는가?",
    "2023년 4월 17일 오후 3시 30분에 만나기로 했다.",
    "사과 1,250개를 3.5톤 트럭에 실었다.",
    "전화번호는 010-0000-1234이고 우편번호는 04524이다.",
    "OpenSearch에서 BM25와 SPLADE를 함께 쓴다.",
    "새 GPU의 메모리는 24GB, 값은 $1,999.99입니다.",
    "e-mail은 someone@example.com으로 보내 주세요.",
    "C#과 .NET으로 만든 프로그램",
    "Café와 naïve라는 낱말에는 부호가 붙는다.",
    "한자로는 大韓民國이라고 쓴다.",
    "金씨와 李씨는 흔한 성(姓)이다.",
    "일본어로 ひらがな와 カタカナ라고 적었다.",
    "“따옴표”와 ‘작은따옴표’, 그리고 「낫표」·가운뎃점…",
    "괄호(소괄호)[대괄호]{중괄호}<부등호>",
    "물결~표와 붙임-표와 밑_줄과 더하기+표",
    "  앞뒤에   공백이\t많고\n줄도 바뀐다  ",
    "전각　공백과\u00a0줄바꿈 없는\u00a0공백",
    "너비\u200b없는\u200b공백과 \ufeff표시",
    "\u1112\u1161\u11ab\u1100\u1173\u11af \u1112\u1167\u11bc\u1110\u1162\u1109\u1169",
    "\u1109\u1165\u110b\u116e\u11af\u110b\u1174 \u1107\u1161\u11b7\u110b\u1175 \u1100\u1175\u11ed\u1103\u1161",
    "ㅋㅋㅋ 정말 웃기다 ㅠㅠ",
    "오늘 기분 최고 😀 내일도👍",
    "가족 👨\u200d👩\u200d👧 나들이",
    "뷁쀍쓩 같은 드문 글자도 읽는다.",
    "아" * 100,
    "아" * 101 + " 다음 낱말",
    "초고속무선인터넷서비스이용약관동의철회신청서작성방법안내문",
    "ＦＵＬＬ　ｗｉｄｔｈ　１２３",
    "",
    "?!",
]


def dump(path, value):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        json.dump(value, f, ensure_ascii=False, indent=2)
        f.write("\n")


def main():
    folder = sys.argv[1].rstrip("/") + "/"
    pieces = read_vocabulary(folder + "vocab.txt")
    assert pieces[:5] == SPECIAL and len(set(pieces)) == len(pieces)
    pad, unk, cls, sep, mask = SPECIAL
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    special = lambda token: {"SpecialToken": {"id": token, "type_id": 0}}
    text = lambda name, kind: {"Sequence": {"id": name, "type_id": kind}}
    dump(folder + "tokenizer.json", {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": i, "content": t, **flags} for i, t in enumerate(SPECIAL)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"},
            {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": False,
             "lowercase": True}]},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special(cls), text("A", 0), special(sep)],
            "pair": [special(cls), text("A", 0), special(sep), text("B", 1), {"SpecialToken": {"id": sep, "type_id": 1}}],
            "special_tokens": {t: {"id": t, "ids": [pieces.index(t)], "tokens": [t]} for t in (cls, sep)}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": unk, "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {p: i for i, p in enumerate(pieces)}}})
    named = {"unk_token": unk, "sep_token": sep, "pad_token": pad, "cls_token": cls, "mask_token": mask}
    dump(folder + "special_tokens_map.json", named)
    dump(folder + "tokenizer_config.json", {
        "tokenizer_class": "BertTokenizerFast", "do_lower_case": True, "strip_accents": False,
        "tokenize_chinese_chars": True, "model_max_length": 512, **named})
    coder = WordPiece(pieces)
    with open(folder + "golden.jsonl", "w", encoding="utf-8", newline="\n") as f:
        for t in GOLDEN:
            f.write(json.dumps({"text": t, "ids": coder.encode(t)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
