using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PixelDiT.Bench.Server;

/// <summary>A server in a process of its own, with empty folders; its output is thrown away.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder, int port, TimeSpan firstAnswer)
    {
        (_process, _folder, FirstAnswer) = (process, folder, firstAnswer);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Socket = new Uri($"ws://127.0.0.1:{port}/ws?clientId=bench");
    }

    public HttpClient Http { get; }

    public Uri Socket { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan FirstAnswer { get; }

    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>How long its threads have run on a processor since its start, together.</summary>
    public double ProcessorMilliseconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    public static async Task<ServerProcess> StartAsync(string executable, string[] arguments)
    {
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("pixeldit-bench-").FullName;
        string[] all = ["--port", $"{port}", "--base-directory", folder, "--cpu", .. arguments];
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo(executable, all) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await FirstAnswerAsync(process, port);
        return new ServerProcess(process, folder, port, Stopwatch.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Not HttpClient: its own start would be part of the figure.
    private static async Task FirstAnswerAsync(Process process, int port)
    {
        var request = "GET /prompt HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray();
        var buffer = new byte[1024];
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                await client.GetStream().WriteAsync(request);
                if (await client.GetStream().ReadAsync(buffer) > 0 && buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
                {
                    return;
                }
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
