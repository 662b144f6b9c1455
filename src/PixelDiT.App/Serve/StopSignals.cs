using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PixelDiT.App.Serve;

/// <summary>
/// The first Ctrl-C, or the first SIGTERM, is the host's: it stops in good order. The second means that somebody does not want to wait: the process ends at
/// once, as if it had been killed, which the store of jobs is made for.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly Action _end;
    private readonly Action<string> _say;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    private StopSignals(Action end, Action<string> say, bool register)
    {
        (_end, _say) = (end, say);
        _registrations = register
            ? [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM]).Select(signal => PosixSignalRegistration.Create(signal, OnSignal))]
            : [];
    }

    /// <summary>Watches this process's signals until it is disposed.</summary>
    public static StopSignals Watch() => new(static () => Process.GetCurrentProcess().Kill(), Console.Error.WriteLine, register: true);

    /// <summary>For tests: nothing is registered and nothing ended.</summary>
    internal static StopSignals For(Action end, Action<string> say) => new(end, say, register: false);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    /// <summary>A signal came.</summary>
    internal void Came()
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                _say("pixeldit: stopping; once more stops at once.");
                break;
            case 2:
                _say("pixeldit: stopped at once.");
                _end();
                break;
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Otherwise the system would end the process.
        context.Cancel = true;
        Came();
    }
}
