using System.Buffers.Binary;
using System.Runtime.InteropServices;

using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>
/// Animated PNG. libvips reads only its first picture, so each frame is handed to libvips as a PNG file of its own, and the
/// results are laid over one another here as the format prescribes.
/// </summary>
// acTL: u32 frames | u32 plays (before IDAT)
// fcTL: u32 sequence | u32 width, height, x, y | u16 delay (numerator, denominator) | u8 dispose | u8 blend
// fdAT: u32 sequence | as IDAT          (all big-endian)
internal static class Apng
{
    private const int FrameControlLength = 26;

    private enum Dispose : byte
    {
        Keep = 0,
        Clear = 1,
        Previous = 2,
    }

    /// <summary>Whether the file is an animated PNG of at least two frames. Never throws.</summary>
    public static bool IsAnimated(ReadOnlySpan<byte> data, out int frames)
    {
        frames = 1;
        if (!PngChunks.IsPng(data))
        {
            return false;
        }

        var chunks = new PngChunks(data, "");
        while (chunks.TryMoveNext() && !chunks.Type.SequenceEqual("IDAT"u8))
        {
            if (chunks.Type.SequenceEqual("acTL"u8) && chunks.Data.Length >= 8)
            {
                frames = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(chunks.Data), int.MaxValue);
                return frames > 1;
            }
        }

        return false;
    }

    /// <summary>All frames on the whole canvas.</summary>
    public static DecodedImage Decode(ReadOnlySpan<byte> data, ImageLimits limits, string subject)
    {
        var frames = ReadFrames(data, subject, out var header, out var shared);
        var info = ImageProbe.Probe(data, subject);
        if (frames.Count == 0)
        {
            ImageException.Throw(ImageFailure.Damaged, subject, "the animated PNG has no frames", "an fcTL chunk for each frame");
        }

        var pixels = ImageDecoder.Allocate(info, frames.Count, limits, subject);
        var canvasSize = pixels.Length / frames.Count;
        var canvas = new byte[canvasSize];
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i];
            if ((ulong)frame.X + frame.Width > (uint)info.Width || (ulong)frame.Y + frame.Height > (uint)info.Height)
            {
                ImageException.Throw(
                    ImageFailure.Damaged, subject, $"frame {i} of the animated PNG ({frame.Width} x {frame.Height} at {frame.X}, {frame.Y}) leaves the canvas",
                    $"frames within {info.Width} x {info.Height}");
            }

            var picture = DecodeFrame(frame, header, shared, subject);
            if (picture.Channels != (info.HasAlpha ? 4 : 3) || picture.BitsPerSample != info.BitsPerSample)
            {
                ImageException.Throw(ImageFailure.Damaged, subject, $"frame {i} of the animated PNG has other channels", "equal channels");
            }

            var before = frame.Dispose == Dispose.Previous && i > 0 ? (byte[])canvas.Clone() : null;
            Lay(picture, frame, canvas, info);
            canvas.CopyTo(pixels.AsSpan(i * canvasSize));
            if (before is not null)
            {
                canvas = before;
            }
            else if (frame.Dispose != Dispose.Keep)
            {
                Clear(frame, canvas, info);
            }
        }

        return new DecodedImage(info with { Frames = frames.Count }, frames.Count, pixels);
    }

    private static List<Frame> ReadFrames(ReadOnlySpan<byte> data, string subject, out byte[] header, out byte[] shared)
    {
        var frames = new List<Frame>();
        header = [];
        using var sharedChunks = new MemoryStream(); // palette, transparency and colour space, which every frame needs
        var chunks = new PngChunks(data, subject);
        var pixelsSeen = false;
        while (chunks.MoveNext() && !chunks.Type.SequenceEqual("IEND"u8))
        {
            if (chunks.Type.SequenceEqual("IHDR"u8))
            {
                header = chunks.Data.ToArray();
            }
            else if (chunks.Type.SequenceEqual("fcTL"u8) && chunks.Data.Length >= FrameControlLength)
            {
                frames.Add(new Frame(chunks.Data));
            }
            else if (chunks.Type.SequenceEqual("IDAT"u8))
            {
                // Without an fcTL before it this is a picture for readers that know no animation, not a frame.
                pixelsSeen = true;
                frames.LastOrDefault()?.Pixels.Add(chunks.Data.ToArray());
            }
            else if (chunks.Type.SequenceEqual("fdAT"u8) && chunks.Data.Length >= 4)
            {
                frames.LastOrDefault()?.Pixels.Add(chunks.Data[4..].ToArray());
            }
            else if (!pixelsSeen && !PngTextReader.IsText(chunks.Type) && !chunks.Type.SequenceEqual("acTL"u8))
            {
                sharedChunks.Write(chunks.Whole);
            }
        }

        shared = sharedChunks.ToArray();
        return frames;
    }

    private static unsafe DecodedImage DecodeFrame(Frame frame, byte[] header, byte[] shared, string subject)
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        var ihdr = (byte[])header.Clone();
        BinaryPrimitives.WriteUInt32BigEndian(ihdr, frame.Width);
        BinaryPrimitives.WriteUInt32BigEndian(ihdr.AsSpan(4), frame.Height);
        PngChunks.Append(file, "IHDR"u8, ihdr);
        file.Write(shared);
        foreach (var part in frame.Pixels)
        {
            PngChunks.Append(file, "IDAT"u8, part);
        }

        PngChunks.Append(file, "IEND"u8, []);
        var bytes = file.GetBuffer().AsSpan(0, (int)file.Length);
        fixed (byte* data = bytes)
        {
            using var image = new NativeImage(data, bytes.Length, subject);
            // The frame lies within the canvas, whose size the limits have passed already.
            var pixels = GC.AllocateUninitializedArray<byte>(image.Info.Width * image.Info.Height * DecodedImage.BytesPerPixel(image.Info));
            return new DecodedImage(image.Info, image.Decode(1, pixels), pixels);
        }
    }

    private static void Lay(DecodedImage picture, Frame frame, byte[] canvas, ImageInfo info)
    {
        var pixelBytes = DecodedImage.BytesPerPixel(info);
        var rowBytes = (int)frame.Width * pixelBytes;
        for (var y = 0; y < frame.Height; y++)
        {
            var source = picture.Samples(0).Slice(y * rowBytes, rowBytes);
            var target = canvas.AsSpan(((((int)frame.Y + y) * info.Width) + (int)frame.X) * pixelBytes, rowBytes);
            if (!frame.Over || !info.HasAlpha)
            {
                source.CopyTo(target);
            }
            else if (info.BitsPerSample == 8)
            {
                AlphaBlend.Over(source, target);
            }
            else
            {
                AlphaBlend.Over(MemoryMarshal.Cast<byte, ushort>(source), MemoryMarshal.Cast<byte, ushort>(target));
            }
        }
    }

    private static void Clear(Frame frame, byte[] canvas, ImageInfo info)
    {
        var pixelBytes = DecodedImage.BytesPerPixel(info);
        for (var y = 0; y < frame.Height; y++)
        {
            canvas.AsSpan(((((int)frame.Y + y) * info.Width) + (int)frame.X) * pixelBytes, (int)frame.Width * pixelBytes).Clear();
        }
    }

    private sealed class Frame(ReadOnlySpan<byte> control)
    {
        public uint Width { get; } = BinaryPrimitives.ReadUInt32BigEndian(control[4..]);

        public uint Height { get; } = BinaryPrimitives.ReadUInt32BigEndian(control[8..]);

        public uint X { get; } = BinaryPrimitives.ReadUInt32BigEndian(control[12..]);

        public uint Y { get; } = BinaryPrimitives.ReadUInt32BigEndian(control[16..]);

        public Dispose Dispose { get; } = (Dispose)control[24];

        /// <summary>Whether the frame is blended over what is there instead of replacing it.</summary>
        public bool Over { get; } = control[25] == 1;

        public List<byte[]> Pixels { get; } = [];
    }
}
