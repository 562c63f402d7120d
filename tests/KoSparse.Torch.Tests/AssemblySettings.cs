// Torch has one random state and one pool of threads per process: tests that seed it must not run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
