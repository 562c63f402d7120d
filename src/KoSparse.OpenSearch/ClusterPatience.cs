namespace KoSparse.OpenSearch;

/// <summary>How long a cluster is waited for that is busy (429, 502 to 504) or away.</summary>
/// <param name="Attempts">How often a request is tried again.</param>
/// <param name="FirstWait">The wait before the second attempt; later ones double it, each by chance a little more or less.</param>
/// <param name="LongestWait">No wait is longer, whatever the cluster asks for.</param>
/// <param name="AnswerTime">How long one attempt may take.</param>
public sealed record ClusterPatience(int Attempts, TimeSpan FirstWait, TimeSpan LongestWait, TimeSpan AnswerTime)
{
    /// <summary>For a person who waits: some seconds.</summary>
    public static ClusterPatience Brief { get; } = new(3, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));

    /// <summary>For work of hours, which outlasts a node's restart: some minutes.</summary>
    public static ClusterPatience Lasting { get; } = new(12, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
}
