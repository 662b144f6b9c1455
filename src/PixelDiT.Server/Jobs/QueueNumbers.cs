namespace PixelDiT.Server.Jobs;

/// <summary>Finds numbers that put a job where somebody wants it. Jobs are ordered by number, equal numbers by the text of the id.</summary>
internal static class QueueNumbers
{
    /// <summary>The jobs that need another number so that one stands in a given place; as few as possible, usually that one alone.</summary>
    /// <param name="others">All other waiting jobs in their order.</param>
    /// <param name="moved">The job that moves, with its present number.</param>
    /// <param name="index">How many of <paramref name="others"/> are to stand before it.</param>
    public static IReadOnlyList<(string Id, double Number)> Place(IReadOnlyList<(string Id, double Number)> others, (string Id, double Number) moved, int index)
    {
        if ((index == 0 || IsBefore(others[index - 1], moved)) && (index == others.Count || IsBefore(moved, others[index])))
        {
            return [];
        }

        if (Between(others, moved.Id, index) is { } number)
        {
            return [(moved.Id, number)];
        }

        List<(string Id, double Number)> order = [.. others];
        order.Insert(index, moved);
        for (var reach = 1; reach < order.Count; reach *= 2)
        {
            var first = Math.Max(0, index - reach);
            var last = Math.Min(order.Count - 1, index + reach);
            if (Spread(order, first, last) is { } numbers)
            {
                return numbers;
            }
        }

        // Nothing between the largest numbers there are: small ones do as well, and what is counted later still comes after them.
        return [.. order.Select((job, i) => (job.Id, (double)(i - order.Count)))];
    }

    // A number for one job between its neighbours, if there is one.
    private static double? Between(IReadOnlyList<(string Id, double Number)> others, string id, int index)
    {
        (string Id, double Number)? previous = index == 0 ? null : others[index - 1];
        (string Id, double Number)? next = index == others.Count ? null : others[index];
        double[] candidates = (previous, next) switch
        {
            // Half a step: what the server counts next still comes after.
            ({ } p, null) => [p.Number + 0.5, Math.BitIncrement(p.Number)],
            (null, { } n) => [n.Number - 1, Math.BitDecrement(n.Number)],
            ({ } p, { } n) => [(p.Number / 2) + (n.Number / 2), p.Number, n.Number],
            _ => [0],
        };
        foreach (var number in candidates)
        {
            var job = (id, number);
            if (double.IsFinite(number) && (previous is null || IsBefore(previous.Value, job)) && (next is null || IsBefore(job, next.Value)))
            {
                return number;
            }
        }

        return null;
    }

    // New numbers for order[first..last], evenly between the numbers around them; null when there is no room.
    private static List<(string Id, double Number)>? Spread(List<(string Id, double Number)> order, int first, int last)
    {
        var count = last - first + 1;
        double? before = first == 0 ? null : order[first - 1].Number;
        double? after = last == order.Count - 1 ? null : order[last + 1].Number;
        var low = before ?? (after is { } a ? a - count - 1 : -count - 1);
        var high = after ?? low + 1;
        var numbers = new List<(string, double)>(count);
        var previous = low;
        for (var i = 1; i <= count; i++)
        {
            var number = low + ((high - low) * i / (count + 1));
            if (!double.IsFinite(number) || number <= previous || number >= high)
            {
                return null;
            }

            numbers.Add((order[first + i - 1].Id, number));
            previous = number;
        }

        return numbers;
    }

    private static bool IsBefore((string Id, double Number) a, (string Id, double Number) b) =>
        a.Number < b.Number || (a.Number == b.Number && string.CompareOrdinal(a.Id, b.Id) < 0);
}
