using k8s;
using k8s.Models;
using KoSparse.Cli.Commands;
using KoSparse.Torch.Tests.Cli;

namespace KoSparse.Torch.Tests.Deployment;

/// <summary>What lies in <c>deploy/</c>: no engine runs here, so manifests are read strictly by the types of Kubernetes' client, and the commands they hold are run.</summary>
public sealed class ManifestTests : IDisposable
{
    private const string Index = "$(JOB_COMPLETION_INDEX)";

    private readonly TinyModelFolder _files = new();

    private static string Folder => Path.Combine(Repository.Root, "deploy");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("service.yaml")]
    [InlineData("encode.yaml")]
    public void Manifests_Pods_MayDoAsLittleAsTheyNeed_Issue21(string name)
    {
        V1PodSpec[] pods = [.. Objects(name).Select(Pod).OfType<V1PodSpec>()];

        V1PodSpec pod = Assert.Single(pods);
        V1Container container = Assert.Single(pod.Containers);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal(["cpu", "memory"], container.Resources.Limits.Keys.Order(StringComparer.Ordinal));
        Assert.All(container.VolumeMounts, mount => Assert.Contains(pod.Volumes, volume => volume.Name == mount.Name));
    }

    /// <summary>A probe calls a pod by its number; the service answers to names it knows alone.</summary>
    [Fact]
    public void Deployment_Probes_AskByANameThatIsAnswered_Issue21()
    {
        object[] objects = Objects("service.yaml");
        V1Deployment deployment = Assert.Single(objects.OfType<V1Deployment>());
        V1Service service = Assert.Single(objects.OfType<V1Service>());
        V1Container container = deployment.Spec.Template.Spec.Containers[0];

        Assert.All(new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }, probe =>
        {
            Assert.Equal(("/health", "http"), (probe.HttpGet.Path, probe.HttpGet.Port.Value));
            Assert.Equal(("Host", "localhost"), probe.HttpGet.HttpHeaders.Select(header => (header.Name, header.Value)).Single());
        });
        Assert.Equal("8080", container.Args[container.Args.IndexOf("--port") + 1]);
        Assert.Equal(8080, container.Ports.Single().ContainerPort);
        Assert.Equal(service.Spec.Selector, deployment.Spec.Template.Metadata.Labels);
        Assert.Contains(service.Metadata.Name, container.Args);
    }

    [Fact]
    public void Commands_OfContainers_AreUnderstood_Issue21()
    {
        string compose = File.ReadAllLines(Path.Combine(Folder, "compose.yaml")).Single(line => line.Contains("command:", StringComparison.Ordinal));
        string[][] commands =
        [
            Dockerfile.Check[Dockerfile.Entry.Length..],
            Dockerfile.Command,
            [.. compose[(compose.IndexOf('[', StringComparison.Ordinal) + 1)..].TrimEnd(']').Split(", ").Select(word => word.Trim('"'))],
            [.. Objects("service.yaml").Select(Pod).OfType<V1PodSpec>().Single().Containers[0].Args],
        ];

        Assert.Equal(Dockerfile.Entry, Dockerfile.Check[..Dockerfile.Entry.Length]);
        Assert.All(commands, command => Assert.Empty(KoSparseCommand.Build().Parse(command).Errors));
    }

    /// <summary>Every pod's command is run as it stands, with the folders of a test in the place of volumes.</summary>
    [Fact]
    public async Task Job_AllItsPods_TogetherWriteWhatOneRunWrites_Issue21()
    {
        V1JobSpec job = Assert.Single(Objects("encode.yaml").OfType<V1Job>()).Spec;
        Assert.Equal("Indexed", job.CompletionMode);
        Directory.CreateDirectory(_files.File("volume"));
        File.Copy(_files.Corpus, _files.File("volume/documents.jsonl"));
        Assert.Equal(0, (await CommandLine.RunAsync("encode", _files.Run, "--input", _files.Corpus, "--output", _files.File("whole.jsonl"))).Code);

        for (int index = 0; index < job.Completions; index++)
        {
            CommandLine pod = await CommandLine.RunAsync([.. job.Template.Spec.Containers[0].Args.Select(word => word
                .Replace(Index, $"{index}", StringComparison.Ordinal)
                .Replace("/corpus", _files.File("volume"), StringComparison.Ordinal)
                .Replace("/models/mini", _files.Run, StringComparison.Ordinal))]);
            Assert.True(pod.Code == 0, pod.Error);
        }

        string[] whole = File.ReadAllLines(_files.File("whole.jsonl"));
        string[][] parts = [.. Enumerable.Range(0, job.Completions!.Value).Select(index => File.ReadAllLines(_files.File($"volume/vectors-{index}.jsonl")))];
        Assert.Equal(whole, Enumerable.Range(0, whole.Length).Select(place => parts[place % parts.Length][place / parts.Length]));
        Assert.Equal(whole.Length, parts.Sum(part => part.Length));
    }

    private static object[] Objects(string name) => [.. KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Folder, "kubernetes", name)), null, strict: true)];

    private static V1PodSpec? Pod(object described) => described switch
    {
        V1Deployment deployment => deployment.Spec.Template.Spec,
        V1Job job => job.Spec.Template.Spec,
        _ => null,
    };
}
