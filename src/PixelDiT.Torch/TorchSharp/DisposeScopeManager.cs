namespace TorchSharp;

/// <summary>This thread's stack of dispose scopes and its statistics.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? _ofThisThread;

    internal static DisposeScopeManager ThreadSingleton => _ofThisThread ??= new DisposeScopeManager();

    /// <summary>Counts of this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.Counts;

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Current { get; private set; }

    internal DisposeScope Open()
    {
        Current = new DisposeScope(this, Current);
        return Current;
    }

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (Current is null)
        {
            Counts.TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }

        Counts.TensorStatistics.CreatedInScopeCount++;
        Current.Add(tensor);
        return Current;
    }

    internal void CountDisposal(torch.Tensor tensor)
    {
        if (tensor.OwningDisposeScope is null)
        {
            Counts.TensorStatistics.DisposedOutsideScopeCount++;
        }
        else
        {
            Counts.TensorStatistics.DisposedInScopeCount++;
        }
    }

    // Scopes are usually closed innermost first; one closed out of order is taken out of the chain.
    internal void Close(DisposeScope scope)
    {
        if (ReferenceEquals(Current, scope))
        {
            Current = scope.OuterScope;
            return;
        }

        for (var inner = Current; inner is not null; inner = inner.OuterScope)
        {
            if (ReferenceEquals(inner.OuterScope, scope))
            {
                inner.OuterScope = scope.OuterScope;
                return;
            }
        }
    }
}

/// <summary>How tensors were created and disposed on one thread, with and without a scope.</summary>
public class ThreadDisposeScopeStatistics
{
    /// <summary>Tensors created outside any scope.</summary>
    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;

    /// <summary>Tensors disposed while in no scope.</summary>
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;

    /// <summary>Tensors created inside a scope.</summary>
    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;

    /// <summary>Tensors disposed while in a scope, by it or by hand.</summary>
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;

    /// <summary>Tensors attached to a scope after their creation.</summary>
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;

    /// <summary>Tensors taken out of every scope.</summary>
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;

    /// <summary>Created minus disposed. Negative where tensors of another thread are disposed here.</summary>
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

    /// <summary>The counts of tensors (the only disposables that are counted here).</summary>
    public LifetimeStatistics TensorStatistics { get; } = new();

    /// <summary>Sets every count of this thread to zero.</summary>
    public void Reset() => TensorStatistics.Reset();

    /// <summary>All counts on one line.</summary>
    public override string ToString() => TensorStatistics.ToString();
}

/// <summary>Counts of one kind of disposable on one thread.</summary>
public class LifetimeStatistics
{
    /// <summary>Created outside any scope.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while in no scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Created inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed while in a scope.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Attached to a scope after creation.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Taken out of every scope.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created minus disposed.</summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <summary>All counts on one line.</summary>
    public override string ToString() =>
        $"live {ThreadTotalLiveCount}: created {CreatedInScopeCount} in and {CreatedOutsideScopeCount} outside a scope, " +
        $"disposed {DisposedInScopeCount} in and {DisposedOutsideScopeCount} outside, " +
        $"attached {AttachedToScopeCount}, detached {DetachedFromScopeCount}";
}
