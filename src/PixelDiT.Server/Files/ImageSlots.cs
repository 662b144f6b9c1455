namespace PixelDiT.Server.Files;

/// <summary>Lets only a few requests decode and encode images at a time: each may need as much memory as the limits allow.</summary>
internal sealed class ImageSlots : IDisposable
{
    /// <summary>How many at a time.</summary>
    public const int Count = 2;

    private readonly SemaphoreSlim _free = new(Count);
    private int _waiting;

    /// <summary>Requests that wait for their turn.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for a slot.</summary>
    /// <param name="cancellationToken">Gives up, also where the slot comes at the same moment.</param>
    /// <returns>The slot; to be disposed once.</returns>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _free.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        var slot = new Slot(_free);
        if (cancellationToken.IsCancellationRequested)
        {
            slot.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }

        return slot;
    }

    /// <inheritdoc />
    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
