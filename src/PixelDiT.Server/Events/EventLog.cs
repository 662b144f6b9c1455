namespace PixelDiT.Server.Events;

/// <summary>
/// What happened lately, in one order: every event gets the next number. Bounded in count and bytes, the oldest go first; of previews only the
/// latest of each job keeps its picture. <see cref="Publish"/> takes about a microsecond and waits for other publishers only: readers take no lock.
/// </summary>
internal sealed class EventLog
{
    private readonly EventLogOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    // A ring: the event with number n stands at n % length. Written under the lock, read without: a reader knows by the number whether it has
    // found what it looked for, and by _first whether that is gone.
    private readonly LoggedEvent?[] _slots;
    private readonly Dictionary<string, long> _latestPreview = [];

    private long _first;
    private long _next;
    private long _bytes;
    private long _weight;
    private Action? _published;

    /// <summary>An empty log.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Clock.</param>
    public EventLog(EventLogOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _slots = new LoggedEvent?[options.MaxEvents];
        // Numbers begin with the time, so that those of an earlier run of the server lie before all of this one: nobody is told "nothing missed"
        // by mistake. More than 1000 events a millisecond would be needed to catch up with the clock.
        _first = _next = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
    }

    /// <summary>Called after every event, on the publisher's thread: must be as quick as <see cref="Publish"/> itself.</summary>
    public void OnPublished(Action action) => Volatile.Write(ref _published, action);

    /// <summary>Number of the latest event.</summary>
    public long Last => Volatile.Read(ref _next) - 1;

    /// <summary>Number of the oldest event that is still there; <see cref="Last"/> + 1 when there is none.</summary>
    public long First => Volatile.Read(ref _first);

    /// <summary>Most events that it keeps.</summary>
    public int Capacity => _slots.Length;

    /// <summary>About how many bytes the events take.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many bytes of events that are no previews were logged since the start.</summary>
    public long Weight => Volatile.Read(ref _weight);

    /// <summary>Writes down what happened.</summary>
    /// <returns>Its number.</returns>
    public long Publish(ServerEvent happened)
    {
        long seq;
        lock (_gate)
        {
            seq = _next;
            if (seq - _first >= _slots.Length)
            {
                RemoveOldest_NeedsLock();
            }

            var logged = new LoggedEvent(seq, _time.GetUtcNow(), happened, _weight);
            if (happened.Weight == EventWeight.Preview)
            {
                ReplacePreview_NeedsLock(happened.Job!.Id, seq);
            }
            else
            {
                Volatile.Write(ref _weight, _weight + logged.SizeBytes);
            }

            Volatile.Write(ref _slots[SlotOf(seq)], logged);
            Volatile.Write(ref _bytes, _bytes + logged.SizeBytes);
            Volatile.Write(ref _next, seq + 1);
            while (_bytes > _options.MaxBytes && _first < seq)
            {
                RemoveOldest_NeedsLock();
            }
        }

        Volatile.Read(ref _published)?.Invoke();
        return seq;
    }

    /// <summary>The event with this number: null when the log does not reach back that far, or not yet so far.</summary>
    public LoggedEvent? Find(long seq)
    {
        if (seq < 0)
        {
            return null;
        }

        var found = Volatile.Read(ref _slots[SlotOf(seq)]);
        return found?.Seq == seq ? found : null;
    }

    private int SlotOf(long seq) => (int)(seq % _slots.Length);

    private void ReplacePreview_NeedsLock(string jobId, long seq)
    {
        if (_latestPreview.TryGetValue(jobId, out var earlier))
        {
            ref var slot = ref _slots[SlotOf(earlier)];
            var empty = slot!.WithoutPicture();
            Volatile.Write(ref _bytes, _bytes - slot.SizeBytes + empty.SizeBytes);
            Volatile.Write(ref slot, empty);
        }

        _latestPreview[jobId] = seq;
    }

    private void RemoveOldest_NeedsLock()
    {
        ref var slot = ref _slots[SlotOf(_first)];
        var oldest = slot!;
        if (oldest.Event is NodePreviewed { Job.Id: var jobId } && _latestPreview.TryGetValue(jobId, out var latest) && latest == oldest.Seq)
        {
            _latestPreview.Remove(jobId);
        }

        Volatile.Write(ref _bytes, _bytes - oldest.SizeBytes);
        Volatile.Write(ref _first, _first + 1);
        Volatile.Write(ref slot, null);
    }
}
