using KoSparse.Benchmarks;

HeadBenchmark.Run();
