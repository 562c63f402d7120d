using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>Shows a count that grows, in place on a terminal and now and then without one.</summary>
internal static class CountProgress
{
    private const long PlainInterval = 250_000;

    /// <summary>Runs work that reports a running count.</summary>
    public static T Run<T>(string what, Func<IProgress<long>, T> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return work(new Reporter(count =>
            {
                if (count % PlainInterval == 0)
                {
                    Console.WriteLine($"{what}: {count:N0}");
                }
            }));
        }

        return AnsiConsole.Status().Start(what, context => work(new Reporter(count => context.Status($"{what}: {count:N0}"))));
    }

    /// <summary>Reports at once, in order; <see cref="Progress{T}"/> would post to other threads.</summary>
    internal sealed class Reporter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
