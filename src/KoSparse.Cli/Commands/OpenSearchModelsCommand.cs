using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Models;
using KoSparse.Vectors;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse opensearch models</c>: models that encode in the cluster.</summary>
internal static class OpenSearchModelsCommand
{
    private const string KeyVariable = "KOSPARSE_SERVICE_KEY";
    private const string Trial = "훈민정음은 누가 만들었나요?";
    private const float Tolerance = 1e-4f;

    public static Command Build() => new("models", "Register, undeploy and delete models that encode in the cluster.")
    {
        Register(),
        Removal("undeploy", "Take a model out of the nodes' memory; it stays registered.", (models, id, stop) => models.UndeployAsync(id, stop)),
        Removal("delete", "Remove a model, and its connector.", (models, id, stop) => models.DeleteAsync(id, stop)),
    };

    private static Command Register()
    {
        ClusterOptions cluster = new();
        var model = new Argument<string>("model") { Description = "Folder of a trained model, or of the run that trained it." };
        var name = new Option<string?>("--name") { Description = "Its name in the cluster. By default that of its folder, with -tokenizer, -onnx or -remote." };
        var onnx = new Option<string?>("--onnx") { Description = "A file of 'export onnx --inputs ml-commons': the nodes run the network. Without it and --service they tokenize and weigh questions." };
        var service = new Option<string?>("--service") { Description = $"Address of a running 'kosparse serve', such as http://127.0.0.1:8080/opensearch: the cluster asks it. Its key, if it asks for one, stands in {KeyVariable}." };
        var command = new Command("register", "Register and deploy a model, and compare what it gives with what is computed here; one that is there is taken.") { model, name, onnx, service };
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(onnx) is not null && result.GetValue(service) is not null)
            {
                result.AddError("models register: the network runs in the nodes (--onnx) or behind a service (--service). Give one of them.");
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!);
            using Cluster connected = cluster.Connect(parsed);
            ClusterModels models = new(connected);
            string called = parsed.GetValue(name) ?? opened.Name;
            string Named(string kind) => parsed.GetValue(name) is null ? $"{called}-{kind}" : called;
            ModelPackage? package = parsed.GetValue(service) is not null ? null
                : parsed.GetValue(onnx) is { } file ? ModelPackage.Network(Named("onnx"), opened, file)
                : ModelPackage.Tokenizer(Named("tokenizer"), opened);
            string id = package is null ? await models.RegisterRemoteAsync(Named("remote"), AddressOf(parsed.GetValue(service)!), Environment.GetEnvironmentVariable(KeyVariable), stop) : await RegisterAsync(models, package, stop);
            IReadOnlyDictionary<string, float> given = await models.PredictAsync(id, package, Trial, stop);
            Console.WriteLine($"{package?.Name ?? Named("remote")}: deployed, id {id}");
            return package?.Function == "SPARSE_TOKENIZE" ? Compare(opened, given) : Tell(given);
        });
        return command;
    }

    private static async Task<string> RegisterAsync(ClusterModels models, ModelPackage package, CancellationToken stop)
    {
        using var progress = new ProgressLine("bytes sent", package.Bytes.Length, stop: stop);
        return await models.RegisterAsync(package, progress, stop);
    }

    private static Uri AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0
        ? address
        : throw new ConfigException($"--service: is no address, or holds a password. Give one such as http://127.0.0.1:8080/opensearch, and a key in {KeyVariable}.");

    /// <summary>The cluster's weights are those of here, times the same.</summary>
    private static int Compare(OpenModel model, IReadOnlyDictionary<string, float> given)
    {
        float scale = TokenWeights.Of(model.Idf!, model.Tokenizer).Scale;
        SparseVector own = new IdfQueryEncoder(model.Tokenizer, model.Idf!.Values).Encode(Trial);
        string[] otherwise =
        [
            .. own.Terms().Where(term => Math.Abs(given.GetValueOrDefault(model.Tokenizer.Vocabulary[term.TokenId]) - (scale * term.Weight)) > Tolerance).Select(term => model.Tokenizer.Vocabulary[term.TokenId]),
            .. given.Where(term => term.Value > Tolerance).Select(term => term.Key).Except(own.Terms().Select(term => model.Tokenizer.Vocabulary[term.TokenId])),
        ];
        Console.WriteLine(otherwise.Length == 0
            ? $"It weighs a question as it is weighed here{(scale < 1 ? FormattableString.Invariant($", times {scale:G3}") : "")}."
            : $"It weighs a question otherwise than it is weighed here: {string.Join(", ", otherwise)}. Its tokenizer is read otherwise by the cluster: encode questions here.");
        return otherwise.Length == 0 ? ExitCodes.Done : ExitCodes.Fault;
    }

    private static int Tell(IReadOnlyDictionary<string, float> given)
    {
        Console.WriteLine(given.Count > 0 ? $"It gives {given.Count} terms for '{Trial}'." : $"It gives no terms for '{Trial}'. Look at what it runs.");
        return given.Count > 0 ? ExitCodes.Done : ExitCodes.Fault;
    }

    private static Command Removal(string verb, string description, Func<ClusterModels, string, CancellationToken, Task> remove)
    {
        ClusterOptions cluster = new();
        var id = new Argument<string>("id") { Description = "Id of the model." };
        var command = new Command(verb, description) { id };
        cluster.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using Cluster connected = cluster.Connect(parsed);
            await remove(new ClusterModels(connected), parsed.GetValue(id)!, stop);
            Console.WriteLine($"{parsed.GetValue(id)}: {verb}{(verb.EndsWith('e') ? "d" : "ed")}.");
        });
        return command;
    }
}
