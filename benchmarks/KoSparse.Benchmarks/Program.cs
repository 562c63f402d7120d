using System.Globalization;
using KoSparse.Benchmarks;

switch (args)
{
    case ["head"]:
        HeadBenchmark.Run();
        return 0;
    case ["tokenizer", var folder, var corpus]:
        TokenizerBenchmark.Run(folder, corpus);
        return 0;
    case ["idf", var folder, var corpus]:
        IdfBenchmark.Run(folder, corpus);
        return 0;
    case ["pretrain", var config, var corpus]:
        PretrainingBenchmark.Run(config, corpus);
        return 0;
    case ["train", var config, .. var settings]:
        FineTuningBenchmark.Run(config, settings);
        return 0;
    case ["encode", var model, var corpus]:
        EncodingBenchmark.Run(model, corpus);
        return 0;
    case ["onnx", var model, var corpus, .. var settings]:
        OnnxBenchmark.Run(model, corpus, settings.FirstOrDefault());
        return 0;
    case ["onnx-quality", var model, var benchmark, .. var settings]:
        OnnxBenchmark.Judge(model, benchmark, settings.FirstOrDefault());
        return 0;
    case ["index", var documents]:
        IndexMemoryBenchmark.Run(int.Parse(documents, CultureInfo.InvariantCulture));
        return 0;
    case ["index", var documents, var memory]:
        IndexMemoryBenchmark.Build(int.Parse(documents, CultureInfo.InvariantCulture), int.Parse(memory, CultureInfo.InvariantCulture));
        return 0;
    case ["search", var documents, var queries, .. var peers]:
        SearchBenchmark.Run(documents, queries, peers);
        return 0;
    case ["scale", var documents, var queries, var most]:
        ScaleBenchmark.Run(documents, queries, int.Parse(most, CultureInfo.InvariantCulture));
        return 0;
    case ["commits", "add", var folder, var documents]:
        CommitBenchmark.Add(folder, documents);
        return 0;
    case ["commits", var documents, var queries]:
        CommitBenchmark.Run(documents, queries);
        return 0;
    case ["opensearch", var url, var model, var benchmark, .. var count]:
        await OpenSearchBenchmark.RunAsync(url, model, benchmark, int.Parse(count.FirstOrDefault() ?? "5000", CultureInfo.InvariantCulture));
        return 0;
    case ["serve", var model]:
        await ServiceBenchmark.ServeAsync(model);
        return 0;
    case ["serve", var model, var corpus, .. var seconds]:
        await ServiceBenchmark.RunAsync(model, corpus, int.Parse(seconds.FirstOrDefault() ?? "20", CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("""
            usage: head                       the blockwise head beside the naive one
                   tokenizer FOLDER CORPUS    tokenizing beside Microsoft.ML.Tokenizers
                   idf FOLDER CORPUS          counting document frequencies beside reading alone
                   pretrain CONFIG CORPUS     steps of masked language modelling beside matrix products
                   train CONFIG [PATH=VALUE …]  steps of fine-tuning with the head beside matrix products
                   encode MODEL CORPUS        encoding documents of 128 tokens beside matrix products
                   onnx MODEL CORPUS [SHARE]  encoding by torch and by ONNX Runtime in 32, 16 and 8 bits, with a share of the head
                   onnx-quality MODEL BENCHMARK [SHARE]  what is found with the vectors of each
                   serve MODEL CORPUS [SECONDS]  the service under half and twice the load that it can bear, SECONDS each
                   index COUNT                indexing invented documents with and without a bound of memory
                   opensearch URL MODEL BENCHMARK [COUNT]  a cluster and the index on disk side by side, with COUNT documents
                   scale DOCS QUERIES MOST    as many documents as MOST, each of halves of two
                   commits DOCS QUERIES       searches while another process commits
                   search DOCS QUERIES [PEER …]  the index on disk, and others beside it
            FOLDER is a tokenizer's, CORPUS a glob of documents (.jsonl or .jsonl.gz), BENCHMARK a folder in BEIR or MTEB layout.
            DOCS and QUERIES hold lines of id, tab, token:weight with blanks between; PEER is the run.sh of Lucene
            or the folder with the sources of neural-sparse-cpp.
            """);
        return 2;
}
