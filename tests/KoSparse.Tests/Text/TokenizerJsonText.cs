namespace KoSparse.Tests.Text;

/// <summary>Small <c>tokenizer.json</c> files of our own.</summary>
internal static class TokenizerJsonText
{
    private const string Added = """
        "added_tokens":[{"id":0,"content":"<s>","special":true},{"id":1,"content":"<pad>","special":true},
          {"id":2,"content":"</s>","special":true},{"id":3,"content":"<unk>","special":true},{"id":4,"content":"<mask>","special":true}]
        """;

    /// <summary>Unigram as XLM-R has it: 5 ▁, 6 ▁서울, 7 은, 8 서, 9 울, 10 ▁수도.</summary>
    public static readonly string Unigram = $$$$"""
        { {{{{Added}}}},
          "normalizer":{"type":"NFKC"},
          "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}]},
          "post_processor":{"type":"TemplateProcessing",
            "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
            "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}}},
          "model":{"type":"Unigram","unk_id":3,"vocab":[["<s>",0],["<pad>",0],["</s>",0],["<unk>",0],["<mask>",0],
            ["▁",-3],["▁서울",-4],["은",-3],["서",-5],["울",-5],["▁수도",-4]]} }
        """;

    /// <summary>BPE on bytes, as GPT-2 has it: 은 is EC 9D 80, 서 EC 84 9C, 울 EC 9A B8; 14 is 서울, 15 서울 after a blank.</summary>
    public static readonly string ByteLevel = $$$$"""
        { {{{{Added}}}},
          "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
          "post_processor":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
          "model":{"type":"BPE","vocab":{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4,"ì":5,"Ħ":6,"ľ":7,"ļ":8,"¸":9,"Ġ":10,
            "ìĦ":11,"ìĦľ":12,"ìļ":13,"ìĦľìļ¸":14,"ĠìĦľìļ¸":15,"ìļ¸":16},
            "merges":["ì Ħ","ìĦ ľ",["ì","ļ"],["ìļ","¸"],["ìĦľ","ìļ¸"],["Ġ","ìĦľìļ¸"]]} }
        """;

    /// <summary>BPE after SentencePiece's manner: 5 ▁, 6 서, 7 울, 8 은, 9 서울, 10 ▁서울.</summary>
    public static readonly string Metaspace = $$$$"""
        { {{{{Added}}}},
          "normalizer":{"type":"NFKC"},
          "pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true},
          "post_processor":{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":false,"add_prefix_space":true},
          "model":{"type":"BPE","unk_token":"<unk>","fuse_unk":true,"vocab":{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4,
            "▁":5,"서":6,"울":7,"은":8,"서울":9,"▁서울":10},"merges":["서 울","▁ 서울"]} }
        """;
}
