using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Serving.Batching;
using KoSparse.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KoSparse.Serving.Hosting;

/// <summary>A model among the services of a .NET program.</summary>
public static class KoSparseServices
{
    /// <summary>Key of the generator that embeds questions.</summary>
    public const string Query = "query";

    /// <summary>Key of the generator that embeds documents, which is the one without a key, too.</summary>
    public const string Document = "document";

    /// <summary>
    /// Adds a model, run by ONNX Runtime, as one instance for all threads: an <see cref="ISparseEncoder"/>, an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for
    /// documents and questions (<see cref="Document"/>, <see cref="Query"/>), and a health check. It is opened when it is first asked for, its options are checked when the program starts.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">Names the model.</param>
    public static IServiceCollection AddKoSparse(this IServiceCollection services, Action<KoSparseOptions> configure)
    {
        services.AddOptions<KoSparseOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider =>
        {
            KoSparseOptions options = provider.GetRequiredService<IOptions<KoSparseOptions>>().Value;
            return OpenModel.Open(options.Model, (folder, config) => OnnxNetwork.Open(folder, config, options.Precision, options.Threads));
        });
        services.AddSingleton(provider => new ServedModel(
            provider.GetRequiredService<OpenModel>(), provider.GetRequiredService<IOptions<KoSparseOptions>>().Value.MostWaiting));
        services.AddSingleton<ISparseEncoder>(provider => provider.GetRequiredService<OpenModel>().Encoder);
        foreach ((string key, TextKind kind) in new[] { (Document, TextKind.Document), (Query, TextKind.Query) })
        {
            services.AddKeyedSingleton<IEmbeddingGenerator<string, SparseEmbedding>>(key, (provider, _) => new SparseEmbeddingGenerator(provider.GetRequiredService<ServedModel>(), kind));
        }

        services.AddSingleton(provider => provider.GetRequiredKeyedService<IEmbeddingGenerator<string, SparseEmbedding>>(Document));
        services.AddHealthChecks().AddCheck<ModelHealth>("kosparse");
        return services;
    }
}
