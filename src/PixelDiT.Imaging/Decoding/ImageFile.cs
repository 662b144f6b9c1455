namespace PixelDiT.Imaging;

/// <summary>Reads whole files, with the size checked first.</summary>
internal static class ImageFile
{
    public static byte[] Read(string path, ImageLimits limits)
    {
        using var handle = File.OpenHandle(path);
        var length = RandomAccess.GetLength(handle);
        if (length > limits.MaxFileBytes || length > Array.MaxLength)
        {
            ImageException.Throw(
                ImageFailure.TooLarge, path, $"the file has {length} bytes", $"at most {Math.Min(limits.MaxFileBytes, Array.MaxLength)}");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var read = 0;
        while (read < bytes.Length)
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
            if (count == 0)
            {
                // Shortened while it was read: what is left is judged by the decoder.
                return bytes[..read];
            }

            read += count;
        }

        return bytes;
    }
}
