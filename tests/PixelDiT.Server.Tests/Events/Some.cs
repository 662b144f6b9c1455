using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Server.Events;

namespace PixelDiT.Server.Tests.Events;

/// <summary>Events for tests.</summary>
internal static class Some
{
    public static readonly JobKey Job = new("job-a", null);

    public static readonly NodeRef Node = NodeRef.Submitted("7", "KSampler");

    public static EventLog Log(int maxEvents = 64, long maxBytes = 1 << 20, TimeProvider? time = null) =>
        new(new EventLogOptions { MaxEvents = maxEvents, MaxBytes = maxBytes }, time ?? new ManualTime());

    public static NodeProgress Progress(double step = 1, JobKey? job = null) => new(job ?? Job, Node, step, 10, 2, TimeSpan.FromSeconds(4), 0.5);

    public static NodePreviewed Preview(double step = 1, JobKey? job = null, int bytes = 1000) =>
        new(job ?? Job, Node, step, new NodePreview(new byte[bytes], PreviewFormat.Jpeg));

    public static JobStarted Started(JobKey? job = null) => new(job ?? Job);

    /// <summary>An event of about so many bytes.</summary>
    public static NodeExecuted Executed(int bytes = 0, JobKey? job = null) => new(job ?? Job, Node, System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', bytes)}\""));
}
