using System.Diagnostics;
using System.Reflection;

namespace PixelDiT.Tests.Processes;

/// <summary>The built <c>pixeldit</c> executable, run as a child process.</summary>
internal static class PixelDiTProcess
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static string Executable { get; } = typeof(PixelDiTProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "Executable").Value!;

    /// <summary>Starts it; its output goes to the returned object line by line.</summary>
    public static Running Start(params string[] arguments) => StartIn(null, null, arguments);

    /// <summary>Starts it in a directory and with additional variables; null for here and for none.</summary>
    public static Running StartIn(string? workingDirectory, IReadOnlyDictionary<string, string>? environment, IReadOnlyList<string> arguments)
    {
        Assert.That(Executable, Does.Exist, "built executable");
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = workingDirectory ?? "", UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Running(new Process { StartInfo = start });
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code and everything it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        using var deadline = new CancellationTokenSource(Deadline);
        return (await running.WaitForExitAsync(deadline.Token), running.Output);
    }

    /// <summary>A child process; disposing kills it.</summary>
    internal sealed class Running : IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _lines = [];
        private bool _disposed;

        public Running(Process process)
        {
            _process = process;
            _process.OutputDataReceived += Collect;
            _process.ErrorDataReceived += Collect;
            _process.Start();
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public bool HasExited => _process.HasExited;

        public string Output
        {
            get
            {
                lock (_lines)
                {
                    return string.Join('\n', _lines);
                }
            }
        }

        public async Task<int> WaitForExitAsync(CancellationToken cancellation)
        {
            await _process.WaitForExitAsync(cancellation);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }
            _process.Dispose();
        }

        private void Collect(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
            {
                lock (_lines)
                {
                    _lines.Add(line.Data);
                }
            }
        }
    }
}
