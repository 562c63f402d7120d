namespace KoSparse.Tests.Serving;

/// <summary>One service for the tests that leave it as it was.</summary>
public sealed class SharedService : IAsyncLifetime
{
    internal RunningService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
