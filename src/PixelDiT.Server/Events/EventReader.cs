namespace PixelDiT.Server.Events;

/// <summary>Reads the log for one client, from where it stands.</summary>
internal static class EventReader
{
    /// <summary>What comes after a number.</summary>
    /// <param name="log">The log.</param>
    /// <param name="after">Number of the last event that the client has.</param>
    /// <param name="filter">What it wants.</param>
    /// <param name="limits">How much at a time, and what counts as slow.</param>
    /// <param name="replayUpTo">Up to this event nothing is left out for slowness: the client did not see it because it was not there.</param>
    /// <returns>Null when the log does not know what came after that number; the batch is empty, but for its bounds, when nothing came.</returns>
    public static EventBatch? Read(EventLog log, long after, EventFilter filter, ReadLimits limits, long replayUpTo)
    {
        var last = log.Last;
        if (after > last || after + 1 < log.First)
        {
            return null;
        }

        var waiting = WaitingBytes(log, after, last, filter, limits);
        var events = new List<LoggedEvent>();
        long bytes = 0, previews = 0, progress = 0;
        var at = after;
        while (at < last && events.Count < limits.MaxEvents)
        {
            // Overtaken by the log's own bound while reading: what is read so far still fits together.
            if (log.Find(at + 1) is not { } logged)
            {
                return at == after ? null : Batch();
            }

            if (filter.Matches(logged.Event))
            {
                var slow = waiting > limits.SlowBytes && logged.Seq > replayUpTo;
                if (logged.IsGone || (slow && logged.Event.Weight == EventWeight.Preview))
                {
                    previews++;
                }
                else if (slow && logged.Event.Weight == EventWeight.Progress)
                {
                    progress++;
                    waiting -= logged.SizeBytes;
                }
                else
                {
                    if (events.Count > 0 && bytes + logged.SizeBytes > limits.MaxBytes)
                    {
                        return Batch();
                    }

                    events.Add(logged);
                    bytes += logged.SizeBytes;
                    waiting -= logged.Event.Weight == EventWeight.Preview ? 0 : logged.SizeBytes;
                }
            }

            at++;
        }

        return Batch();

        EventBatch Batch() => new() { After = after, UpTo = at, Events = events, Dropped = new DroppedEvents(previews, progress) };
    }

    // Previews are no part of it: the log has at most one for each running job.
    private static long WaitingBytes(EventLog log, long after, long last, EventFilter filter, ReadLimits limits)
    {
        // Cheap, and nearly always enough: no client is slow when all events together are few.
        if (log.Find(after + 1) is not { } next || log.Weight - next.WeightBefore <= limits.SlowBytes)
        {
            return 0;
        }

        long waiting = 0;
        for (var seq = after + 1; seq <= last; seq++)
        {
            if (log.Find(seq) is { } logged && logged.Event.Weight != EventWeight.Preview && filter.Matches(logged.Event))
            {
                waiting += logged.SizeBytes;
            }
        }

        return waiting;
    }
}

/// <summary>How much is read at a time.</summary>
/// <param name="MaxEvents">Most events of a batch, at least 1.</param>
/// <param name="MaxBytes">About the most bytes of a batch; one event may be larger.</param>
/// <param name="SlowBytes">A client for which more bytes of events wait gets no previews, and then no progress reports.</param>
internal sealed record ReadLimits(int MaxEvents, int MaxBytes, long SlowBytes);
