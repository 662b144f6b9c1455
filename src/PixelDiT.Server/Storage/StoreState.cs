namespace PixelDiT.Server.Storage;

/// <summary>What is true of the store as a whole; its one row of table <c>store</c>. Immutable.</summary>
internal sealed record StoreState
{
    /// <summary>The number last given to a submission that brought none.</summary>
    public required long Counter { get; init; }

    /// <summary>True when workers get nothing.</summary>
    public required bool Paused { get; init; }

    /// <summary>Jobs that ended well.</summary>
    public required long Completed { get; init; }

    /// <summary>Jobs that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Jobs that were interrupted while they ran.</summary>
    public required long Interrupted { get; init; }

    /// <summary>Jobs that were taken off the queue.</summary>
    public required long Withdrawn { get; init; }

    /// <summary>Bytes of the jobs that history shows.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of those that it does not.</summary>
    public required long WithdrawnBytes { get; init; }

    /// <summary>Of the payloads up to this sequence some may belong to no job any more; 0 when all do.</summary>
    public required long Garbage { get; init; }

    /// <summary>Jobs that history shows.</summary>
    public long Listed => Completed + Failed + Interrupted;

    /// <summary>How many jobs ended so.</summary>
    public long CountOf(StoredState state) => state switch
    {
        StoredState.Completed => Completed,
        StoredState.Failed => Failed,
        StoredState.Interrupted => Interrupted,
        _ => Withdrawn,
    };

    /// <summary>With one job more, or less.</summary>
    /// <param name="state">How it ended.</param>
    /// <param name="count">1 or −1.</param>
    /// <param name="size">Its bytes.</param>
    public StoreState With(StoredState state, int count, long size)
    {
        var bytes = count * size;
        return state switch
        {
            StoredState.Completed => this with { Completed = Completed + count, Bytes = Bytes + bytes },
            StoredState.Failed => this with { Failed = Failed + count, Bytes = Bytes + bytes },
            StoredState.Interrupted => this with { Interrupted = Interrupted + count, Bytes = Bytes + bytes },
            _ => this with { Withdrawn = Withdrawn + count, WithdrawnBytes = WithdrawnBytes + bytes },
        };
    }
}
