using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Checking;
using KoSparse.OpenSearch.Facts;
using KoSparse.Text;

namespace KoSparse.Cli.Commands.OpenSearch;

/// <summary><c>kosparse opensearch doctor</c>: what a cluster can do, and what to change.</summary>
internal static class OpenSearchDoctorCommand
{
    public static Command Build()
    {
        ClusterOptions cluster = new();
        var command = new Command("doctor", "Say what a cluster can do and what to change; the exit status says whether it is fit.");
        cluster.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using Cluster connected = cluster.Connect(parsed);
            ClusterFacts facts = await ClusterFacts.ReadAsync(connected, stop);
            IReadOnlyList<Finding> findings = ClusterCheck.Of(facts);
            Console.WriteLine(ForeignText.Shown(
                $"{connected.Address.Authority}: OpenSearch {facts.Version}, {facts.Nodes.Count} {(facts.Nodes.Count == 1 ? "node" : "nodes")}, plugins {string.Join(", ", facts.Plugins.Order(StringComparer.Ordinal).DefaultIfEmpty("unknown"))}"));
            foreach (Finding finding in findings)
            {
                Console.WriteLine(ForeignText.Shown($"  {Mark(finding.Verdict),-5}  {finding.Subject}: {finding.Text}"));
            }

            bool fit = findings.All(finding => finding.Verdict != Verdict.Fault);
            Console.WriteLine(fit ? "Fit for sparse vectors." : "Not fit: see the lines marked 'FAULT'.");
            return fit ? ExitCodes.Done : ExitCodes.Fault;
        });
        return command;
    }

    private static string Mark(Verdict verdict) => verdict switch { Verdict.Good => "ok", Verdict.Note => "note", _ => "FAULT" };
}
