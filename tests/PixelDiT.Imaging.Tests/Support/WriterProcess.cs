using System.Diagnostics;

namespace PixelDiT.Imaging.Tests;

/// <summary>This assembly as a second process that saves images: <c>folder prefix count</c> (count 0: without end).</summary>
internal static class WriterProcess
{
    public static Process Start(string folder, string prefix, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(WriterProcess).Assembly.Location, folder, prefix, $"{count}" },
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.Ordinal))
        {
            start.FileName = "dotnet";
        }

        return Process.Start(start)!;
    }

    internal static int Main(string[] args)
    {
        var folder = new OutputFolder(args[0]);
        var count = int.Parse(args[2]);
        for (var i = 0; count == 0 || i < count; i++)
        {
            // Large enough that a kill often lands inside a write.
            var picture = ImageEncoder.Png(Pictures.Gradient(300, 300, 3), 300, 300, 3, compression: 0);
            Console.WriteLine(folder.Begin(args[1], 300, 300).Write(picture).FileName);
        }

        return 0;
    }
}
