using System.Reflection;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Execution;

/// <summary>Puts the failure of a node into the form that clients get (protocol §7.2).</summary>
internal static class ErrorReport
{
    // A text, prompt or tensor among the inputs must not blow up the message.
    private const int MaxText = 1000;

    private const string OutOfMemoryTip =
        "This error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.";

    public static ExecutionError Create(JobNode node, Exception exception, JsonObject inputs, IReadOnlyList<string> known, ExecutorOptions options)
    {
        var cause = Unwrap(exception);
        if (cause is DependencyCycleException)
        {
            return Cycle(node, cause, known);
        }

        var tip = options.Tip(cause, node.Declaration.Id) ?? (options.IsOutOfMemory(cause) ? OutOfMemoryTip : "");
        return new ExecutionError
        {
            NodeId = node.Root.Id,
            NodeType = node.Root.Declaration.Id,
            Message = $"{cause.Message}\n{tip}",
            ExceptionType = cause.GetType().FullName ?? cause.GetType().Name,
            Traceback = Frames(cause),
            CurrentInputs = inputs,
            CurrentOutputs = known,
            Exception = cause,
        };
    }

    /// <summary>True for what must never leave the server.</summary>
    public static bool IsSecret(HiddenInput kind) => kind is HiddenInput.AuthToken or HiddenInput.ApiKey;

    /// <summary>The exception that someone threw, without what tasks and reflection wrap around it.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    public static JsonArray Values(IReadOnlyList<object?> values) => new([.. values.Select(Value)]);

    // Nothing failed inside a node: there are no inputs to show and no frames, and no line break ends the message.
    private static ExecutionError Cycle(JobNode node, Exception exception, IReadOnlyList<string> known) => new()
    {
        NodeId = node.Root.Id,
        NodeType = node.Root.Declaration.Id,
        Message = exception.Message,
        ExceptionType = DependencyCycleException.WireType,
        Traceback = [],
        CurrentInputs = new JsonArray(),
        CurrentOutputs = known,
        Exception = exception,
    };

    private static JsonNode? Value(object? value) => value switch
    {
        null or bool or int or long or ulong or System.Numerics.BigInteger or float or double => JsonValues.FromPlain(value),
        string text => Cut(text),
        _ => Cut(Print(value)),
    };

    private static string Print(object value)
    {
        try
        {
            return (value is JsonNode json ? json.ToJsonString() : value.ToString()) ?? value.GetType().Name;
        }
        // A disposed tensor may refuse to print itself; the report matters more.
        catch (Exception e)
        {
            return $"{value.GetType().Name} ({e.GetType().Name} while printing)";
        }
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    // .NET prints the innermost frame first, Python the outermost.
    private static List<string> Frames(Exception exception)
    {
        var frames = new List<string>();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            frames.AddRange((e.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(f => f.TrimEnd('\r') + "\n"));
            if (e.InnerException is { } inner)
            {
                frames.Add($"caused by {inner.GetType().FullName}: {inner.Message}\n");
            }
        }

        frames.Reverse();
        return frames;
    }
}
