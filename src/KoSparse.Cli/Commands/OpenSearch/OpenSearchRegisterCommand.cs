using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx.Export;
using KoSparse.Onnx.Weights;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Models;
using KoSparse.Text;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch models register MODEL</c>: a model that encodes in the cluster, compared with the one that encodes here.</summary>
internal static class OpenSearchRegisterCommand
{
    private const string KeyVariable = "KOSPARSE_SERVICE_KEY";
    private const string Trial = "훈민정음은 누가 만들었나요?";

    public static Command Build()
    {
        ClusterOptions cluster = new();
        var model = new Argument<string>("model") { Description = "Folder of a trained model, or of the run that trained it." };
        var name = new Option<string?>("--name") { Description = "Its name in the cluster. By default that of its folder, with -tokenizer, -onnx or -remote." };
        var group = new Option<string?>("--group") { Description = "Name of the model group that it joins, made where there is none. By default the cluster makes one of the model's name." };
        var onnx = new Option<string?>("--onnx") { Description = "A file of 'export onnx --inputs ml-commons': the nodes run the network. Without it and --service they tokenize and weigh questions." };
        var service = new Option<string?>("--service") { Description = $"Address of a running 'kosparse serve', such as http://127.0.0.1:8080/opensearch: the cluster asks it. Its key, if it asks for one, stands in {KeyVariable}." };
        var tolerance = new Option<float>("--tolerance") { Description = "Most that a weight from the cluster may differ from the one computed here. A service that keeps its weights in 8 bits needs more.", DefaultValueFactory = _ => 0.001f };
        Options.Require(tolerance, value => value is >= 0 and <= 10, "--tolerance: must be from 0 to 10.");
        var command = new Command("register", "Register and deploy a model, and compare what it gives with what is computed here; one that is there is taken.")
        {
            model, name, group, onnx, service, tolerance,
        };
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
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!, network: NetworkOptions.Open(NetworkKind.Onnx, WeightPrecision.Fp32, 0));
            using Cluster connected = cluster.Connect(parsed);
            ClusterModels models = new(connected);
            Uri? address = parsed.GetValue(service) is { } asked ? AddressOf(asked) : null;
            string? file = parsed.GetValue(onnx);
            string called = parsed.GetValue(name) ?? $"{opened.Name}-{(address is not null ? "remote" : file is not null ? "onnx" : "tokenizer")}";
            ModelPackage? package = address is not null ? null : file is not null ? ModelPackage.Network(called, opened, file) : ModelPackage.Tokenizer(called, opened);
            string? joined = parsed.GetValue(group) is { } wanted ? await new ModelGroups(connected).EnsureAsync(wanted, stop) : null;
            string id = package is null
                ? await models.RegisterRemoteAsync(called, address!, Environment.GetEnvironmentVariable(KeyVariable), joined, stop)
                : await RegisterAsync(models, package, joined, stop);
            IReadOnlyDictionary<string, float> given = await models.PredictAsync(id, package, Trial, stop);
            Console.WriteLine($"{called}: deployed, id {id}");
            (string what, WeightDifference difference) = package is null ? OfService(opened, given) : file is not null ? OfNetwork(opened, file, given) : OfTokenizer(opened, given);
            return Tell(what, difference, parsed.GetValue(tolerance));
        });
        return command;
    }

    private static async Task<string> RegisterAsync(ClusterModels models, ModelPackage package, string? group, CancellationToken stop)
    {
        using var progress = new ProgressLine("bytes sent", package.Bytes.Length, stop: stop);
        return await models.RegisterAsync(package, group, progress, stop);
    }

    private static Uri AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0
        ? address
        : throw new ConfigException($"--service: is no address, or holds a password. Give one such as http://127.0.0.1:8080/opensearch, and a key in {KeyVariable}.");

    private static (string What, WeightDifference Difference) OfTokenizer(OpenModel model, IReadOnlyDictionary<string, float> given) => ("weighs a question", WeightDifference.Of(
        given, new IdfQueryEncoder(model.Tokenizer, model.Idf!.Values).Encode(Trial), model.Tokenizer, TokenWeights.Of(model.Idf!, model.Tokenizer).Scale));

    /// <summary>The same file, run here.</summary>
    private static (string What, WeightDifference Difference) OfNetwork(OpenModel model, string file, IReadOnlyDictionary<string, float> given)
    {
        using ExportedModel exported = ExportedModel.Open(file, model.Tokenizer);
        return ("encodes a text", WeightDifference.Of(given, exported.Encode([new Document("", "", Trial)])[0], model.Tokenizer));
    }

    /// <summary>A service encodes documents or questions, as its address says: what is nearer is what is meant.</summary>
    private static (string What, WeightDifference Difference) OfService(OpenModel model, IReadOnlyDictionary<string, float> given)
    {
        WeightDifference document = WeightDifference.Of(given, model.Encoder.EncodeDocuments([new Document("", "", Trial)])[0], model.Tokenizer);
        WeightDifference question = WeightDifference.Of(given, model.Encoder.EncodeQueries([Trial])[0], model.Tokenizer);
        return document.Size <= question.Size ? ("encodes documents", document) : ("encodes questions", question);
    }

    private static int Tell(string what, WeightDifference difference, float tolerance)
    {
        bool same = difference.Size <= tolerance;
        Console.WriteLine(same
            ? FormattableString.Invariant($"It {what} as is done here: no weight differs by more than {Math.Max(difference.Size, 1e-6):0.######}.")
            : FormattableString.Invariant($"It {what} otherwise than is done here: '{ForeignText.Sentence(difference.Term)}' weighs {difference.There:0.####} there and {difference.Here:0.####} here, more than {tolerance} apart. ") +
                "It has another model, other settings, or another precision: register what was made of this one, or encode here. --tolerance says how far it may be.");
        return same ? ExitCodes.Done : ExitCodes.Fault;
    }
}
