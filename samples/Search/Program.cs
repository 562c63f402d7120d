// Opens a model, encodes documents and questions, and searches, without torch: dotnet run --project samples/Search -- models/mini "질문"
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;

using OpenModel model = OpenModel.Open(args.ElementAtOrDefault(0) ?? "models/mini", OnnxNetwork.Open);
string question = args.ElementAtOrDefault(1) ?? "해녀는 무엇을 따나요?";
Document[] documents =
[
    new("1", "해녀", "제주의 해녀는 바다에 들어가 전복과 소라를 딴다."),
    new("2", "등대", "등대는 밤바다를 지나는 배에 길을 알려 준다."),
    new("3", "장독대", "할머니는 장독대에서 된장과 고추장을 익힌다."),
];

SearchIndex index = SearchIndex.InMemory(model.Encoder.VocabularySize, documents.Zip(model.Encoder.EncodeDocuments(documents)));
foreach (ScoredDocument hit in index.Search(model.Encoder.EncodeQueries([question])[0], count: 3))
{
    Console.WriteLine($"{hit.Score,6:F1}  {index.Document(hit.Document).Text}");
}
