using System.CommandLine;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch</c>: what is done with an OpenSearch cluster, a verb each.</summary>
internal static class OpenSearchCommand
{
    public static Command Build() => new("opensearch", "Check an OpenSearch cluster, and use it with a model.")
    {
        OpenSearchDoctorCommand.Build(),
        OpenSearchCreateCommand.Build(),
        OpenSearchIngestCommand.Build(),
        OpenSearchSearchCommand.Build(),
        OpenSearchModelsCommand.Build(),
        OpenSearchPipelinesCommand.Build(),
    };
}
