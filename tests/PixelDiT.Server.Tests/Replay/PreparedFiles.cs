using PixelDiT.Graph.Folders;
using PixelDiT.Imaging;

namespace PixelDiT.Server.Tests.Replay;

/// <summary>The files that some recordings found when they began; their <c>notes</c> tell of them.</summary>
internal static class PreparedFiles
{
    public static void Write(string recording, FolderPaths folders)
    {
        switch (recording)
        {
            case "view":
                WriteViewed(folders);
                break;
            case "info_models":
                foreach (var name in (string[])["loras/b.safetensors", "loras/A.safetensors", "loras/sub/c.pt", "loras/readme.txt", "loras/meta.safetensors", "embeddings/emb.pt",
                    "embeddings/dir/e2.safetensors", "diffusion_models/d.safetensors", "unet/u.gguf", "unet/u.safetensors", "text_encoders/t.safetensors", "clip/old.safetensors"])
                {
                    Put(folders.Models, name, []);
                }

                Put(folders.Models, "loras/meta.safetensors", Safetensors("""{"__metadata__":{"modelspec.title":"demo"}}"""));
                break;
            case "upload_mask":
                Put(folders.Input, "orig.png", Picture(4, 4, [50, 60, 70]));
                Put(folders.Output, "out.png", Picture(4, 4, [1, 2, 3]));
                break;
        }
    }

    /// <summary>The front end that every recorded server had.</summary>
    public static string FrontEnd(FolderPaths folders)
    {
        Put(folders.Base, "web/index.html", "<html>ok</html>\n"u8);
        return Path.Combine(folders.Base, "web");
    }

    /// <summary>A file that a client sends; its note says what it is.</summary>
    public static byte[]? OfNote(string note) => note switch
    {
        "4x4 RGBA PNG, alpha 99" => Picture(4, 4, [0, 0, 0, 99]),
        "4x4 red PNG" => Picture(4, 4, [255, 0, 0]),
        "4x4 green PNG" => Picture(4, 4, [0, 255, 0]),
        "4x4 blue PNG" => Picture(4, 4, [0, 0, 255]),
        "two bytes" => [0, 1],
        _ => null,
    };

    /// <summary>A file with this header and no tensors.</summary>
    public static byte[] Safetensors(string header) => [.. BitConverter.GetBytes((ulong)System.Text.Encoding.UTF8.GetByteCount(header)), .. System.Text.Encoding.UTF8.GetBytes(header)];

    private static void WriteViewed(FolderPaths folders)
    {
        Put(folders.Output, "rgb.png", Picture(6, 4, [10, 20, 30]));
        Put(folders.Output, "rgba.png", Picture(6, 4, [10, 20, 30, 128]));
        Put(folders.Output, "gray.png", Picture(6, 4, [77]));
        Put(folders.Output, "sub/inner.png", Picture(2, 2, [1, 2, 3]));
        Put(folders.Output, "[br]_00001_.png", Picture(2, 2, [4, 5, 6]));
        Put(folders.Output, "q\"uote.png", Picture(2, 2, [4, 5, 6]));
        Put(folders.Input, "in.png", Picture(3, 3, [9, 9, 9]));
        Put(folders.Temp, "tmp.png", Picture(3, 3, [8, 8, 8]));
        Put(folders.Base, "secret.txt", "secret"u8);
        foreach (var name in (string[])["page.html", "pic.svg", "data.bin", "model.glb", "sty.css", "scr.js"])
        {
            Put(folders.Output, name, "1"u8);
        }

        Put(folders.Output, "note.txt", "hello"u8);
        Put(folders.Output, "doc.json", "{}"u8);
    }

    public static byte[] Picture(int width, int height, byte[] pixel) =>
        ImageEncoder.Png([.. Enumerable.Repeat(pixel, width * height).SelectMany(p => p)], width, height, pixel.Length);

    private static void Put(string folder, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
