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

                break;
        }
    }

    private static void WriteViewed(FolderPaths folders)
    {
        Put(folders.Output, "rgb.png", Image(6, 4, [10, 20, 30]));
        Put(folders.Output, "rgba.png", Image(6, 4, [10, 20, 30, 128]));
        Put(folders.Output, "gray.png", Image(6, 4, [77]));
        Put(folders.Output, "sub/inner.png", Image(2, 2, [1, 2, 3]));
        Put(folders.Output, "[br]_00001_.png", Image(2, 2, [4, 5, 6]));
        Put(folders.Output, "q\"uote.png", Image(2, 2, [4, 5, 6]));
        Put(folders.Input, "in.png", Image(3, 3, [9, 9, 9]));
        Put(folders.Temp, "tmp.png", Image(3, 3, [8, 8, 8]));
        Put(folders.Base, "secret.txt", "secret"u8);
        foreach (var name in (string[])["page.html", "pic.svg", "data.bin", "model.glb", "sty.css", "scr.js"])
        {
            Put(folders.Output, name, "1"u8);
        }

        Put(folders.Output, "note.txt", "hello"u8);
        Put(folders.Output, "doc.json", "{}"u8);
    }

    private static byte[] Image(int width, int height, byte[] pixel) =>
        ImageEncoder.Png([.. Enumerable.Repeat(pixel, width * height).SelectMany(p => p)], width, height, pixel.Length);

    private static void Put(string folder, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
