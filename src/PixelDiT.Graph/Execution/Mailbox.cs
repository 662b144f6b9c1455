using System.Threading.Channels;

namespace PixelDiT.Graph.Execution;

/// <summary>Brings what happens on other threads (async nodes that end or report) to the executor's thread, in order.</summary>
internal sealed class Mailbox
{
    private readonly Channel<Action> _messages = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });

    public void Post(Action message) => _messages.Writer.TryWrite(message);

    /// <summary>Handles what has arrived.</summary>
    public void Drain()
    {
        while (_messages.Reader.TryRead(out var message))
        {
            message();
        }
    }

    /// <summary>Waits until something arrives.</summary>
    /// <exception cref="OperationCanceledException">Cancelled first.</exception>
    public void Wait(CancellationToken cancellation) => _messages.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult();
}
