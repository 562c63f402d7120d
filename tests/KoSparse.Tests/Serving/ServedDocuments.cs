using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Search.Indexing;

namespace KoSparse.Tests.Serving;

/// <summary>An index of a few documents by the shipped model.</summary>
internal static class ServedDocuments
{
    public static string Index(string folder)
    {
        using OpenModel model = OpenModel.Open(Path.Combine(SharedData.Root, "models", "mini"), OnnxNetwork.Open);
        Document[] documents =
        [
            new("a", "북쪽 등대", "북쪽 등대의 불빛은 약하다.") { Fields = """{"region": "north"}""" },
            new("b", "남쪽 등대", "남쪽 등대의 불빛은 멀리 간다. <b>뱃사람</b>들이 좋아한다.") { Fields = """{"region": "south"}""" },
            new("c", "학교", "마을 학교의 종소리") { Fields = """{"region": "south"}""" },
        ];
        IndexBuild.Run(folder, documents, model.Encoder, model.Tokenizer.Hash, replace: true);
        return folder;
    }
}
