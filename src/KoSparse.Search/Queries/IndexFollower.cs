using KoSparse.Search.Storage;

namespace KoSparse.Search.Queries;

/// <summary>The last commit of an index, again and again: what another thread or process commits shows within an interval, and no search waits for it.</summary>
/// <remarks>
/// A new commit is opened, and what is new of it read, beside the searches, which go on in the commit before. One that cannot be
/// opened, or is over another vocabulary, is told and left out: the one before goes on answering.
/// </remarks>
public sealed class IndexFollower : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<string>? _tell;
    private readonly Task _following;
    private volatile SearchIndex _current;
    private string? _told;

    /// <summary>Opens the last commit and follows those to come.</summary>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="interval">How often it is looked for a commit; a second where nothing is said.</param>
    /// <param name="tell">Takes what keeps a commit from being opened, each message once in a row.</param>
    /// <exception cref="IndexFormatException">There is no index, or its manifest is damaged.</exception>
    public IndexFollower(string folder, TimeSpan? interval = null, Action<string>? tell = null)
    {
        (Folder, _current, _tell) = (folder, SearchIndex.Open(folder), tell);
        _following = FollowAsync(interval ?? TimeSpan.FromSeconds(1));
    }

    /// <summary>Folder of the index.</summary>
    public string Folder { get; }

    /// <summary>The index as of the last commit that was found; stays as it is while it is held.</summary>
    public SearchIndex Current => _current;

    /// <summary>Follows no more; what was <see cref="Current"/> stays.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _following.Wait();
        _stop.Dispose();
    }

    private async Task FollowAsync(TimeSpan interval)
    {
        using PeriodicTimer timer = new(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private void Look()
    {
        try
        {
            SearchIndex now = _current.Reopen();
            if (now.TokenizerHash != _current.TokenizerHash || now.VocabularySize != _current.VocabularySize)
            {
                throw new IndexFormatException($"{Folder}: built again with another tokenizer. Open it anew, with the model that built it.");
            }

            (_current, _told) = (now, null);
        }
        catch (Exception fault) when (fault is IndexFormatException or IOException or UnauthorizedAccessException)
        {
            if (fault.Message != _told)
            {
                _told = fault.Message;
                _tell?.Invoke($"{fault.Message} What was committed before is searched on.");
            }
        }
    }
}
