using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Models;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch models</c>: models that encode in the cluster.</summary>
internal static class OpenSearchModelsCommand
{
    public static Command Build() => new("models", "Register, undeploy and delete models that encode in the cluster.")
    {
        OpenSearchRegisterCommand.Build(),
        Removal("undeploy", "Take a model out of the nodes' memory; it stays registered.", (models, id, stop) => models.UndeployAsync(id, stop)),
        Removal("delete", "Remove a model, and its connector.", (models, id, stop) => models.DeleteAsync(id, stop)),
    };

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
