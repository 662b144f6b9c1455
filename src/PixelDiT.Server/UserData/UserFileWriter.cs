namespace PixelDiT.Server.UserData;

/// <summary>Puts files of users in place, whole or not at all.</summary>
internal static class UserFileWriter
{
    /// <summary>Stores a body as a file; folders on the way are made.</summary>
    /// <param name="body">The content.</param>
    /// <param name="path">Full path of the file.</param>
    /// <param name="overwrite">Whether it may replace another.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <returns>False when the file exists and may not be replaced.</returns>
    public static async Task<bool> StoreAsync(Stream body, string path, bool overwrite, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        // Hidden: no list shows it.
        var passing = Path.Combine(directory, $".{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var stream = new FileStream(passing, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await body.CopyToAsync(stream, cancellationToken);
            }

            return Publish(passing, path, overwrite);
        }
        finally
        {
            File.Delete(passing);
        }
    }

    /// <summary>Renames a file; folders on the way are made.</summary>
    /// <returns>False when the target exists and may not be replaced.</returns>
    public static bool Move(string from, string to, bool overwrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        return Publish(from, to, overwrite);
    }

    private static bool Publish(string from, string to, bool overwrite)
    {
        try
        {
            File.Move(from, to, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(to))
        {
            // Somebody else was quicker.
            return false;
        }
    }
}
