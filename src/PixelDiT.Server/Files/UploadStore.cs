namespace PixelDiT.Server.Files;

/// <summary>Puts an uploaded file under its final name, whole or not at all, and without a second copy of what is there already.</summary>
internal static class UploadStore
{
    // Far beyond what anybody uploads under one name; ends the search.
    private const int MaxNumber = 100_000;

    /// <summary>Stores a file. Without <paramref name="overwrite"/>, a file of that name with other content makes it <c>name (1).ext</c> and so on.</summary>
    /// <param name="write">Writes the content.</param>
    /// <param name="path">Full path of the file.</param>
    /// <param name="overwrite">Whether it may replace another.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <returns>The full path under which the content now lies.</returns>
    public static async Task<string> StoreAsync(Func<Stream, CancellationToken, Task> write, string path, bool overwrite, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        if (Directory.Exists(path))
        {
            throw new IOException("a folder has this name");
        }

        var passing = Path.Combine(directory, $".{Guid.NewGuid():N}.upload");
        try
        {
            await using (var stream = new FileStream(passing, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await write(stream, cancellationToken);
            }

            return Publish(passing, path, overwrite);
        }
        finally
        {
            File.Delete(passing);
        }
    }

    private static string Publish(string passing, string path, bool overwrite)
    {
        if (overwrite)
        {
            File.Move(passing, path, overwrite: true);
            return path;
        }

        var stem = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        var extension = Path.GetExtension(path);
        for (var number = 0; number < MaxNumber; number++)
        {
            var candidate = number == 0 ? path : $"{stem} ({number}){extension}";
            if (TryMove(passing, candidate) || SameContent(passing, candidate))
            {
                return candidate;
            }
        }

        throw new IOException($"{MaxNumber} files have this name already");
    }

    // Two uploads at once: the move itself decides, not a look beforehand.
    private static bool TryMove(string from, string to)
    {
        if (Path.Exists(to))
        {
            return false;
        }

        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    private static bool SameContent(string left, string right)
    {
        if (!File.Exists(right))
        {
            return false;
        }

        using var a = File.OpenRead(left);
        using var b = File.OpenRead(right);
        if (a.Length != b.Length)
        {
            return false;
        }

        Span<byte> bufferA = stackalloc byte[4096];
        Span<byte> bufferB = stackalloc byte[4096];
        int read;
        while ((read = a.ReadAtLeast(bufferA, bufferA.Length, throwOnEndOfStream: false)) > 0)
        {
            if (b.ReadAtLeast(bufferB[..read], read, throwOnEndOfStream: false) != read || !bufferA[..read].SequenceEqual(bufferB[..read]))
            {
                return false;
            }
        }

        return true;
    }
}
