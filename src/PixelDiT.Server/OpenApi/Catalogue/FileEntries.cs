using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>Images.</summary>
internal static class FileEntries
{
    private static readonly ApiParameter[] File =
    [
        Query("filename", "string", "Name of the file; a folder at its end, as in `a.png [temp]`, counts."),
        Query("type", "string", "The folder; default output.", "output", "input", "temp"),
        Query("subfolder", "string", "A folder below it."),
    ];

    private static readonly ApiField[] Upload =
    [
        Field("image!", "binary", "The file: an image that can be decoded, unless the server was told to take anything."),
        Field("type", "string", "`input` (default), `output` or `temp`."),
        Field("subfolder", "string", "A folder below it; made when there is none."),
        Field("overwrite", "string", "`true` or `1`: a file of that name is replaced. Otherwise another name is found, or the same content under its name. With keys on, only an admin's replaces files of output and temp."),
    ];

    private static readonly ApiAnswer Stored = Answer(200, "Under which name it was stored.");

    public static readonly ApiEntry[] All =
    [
        Get("/api/view", "files", "Shows a file") with
        {
            Description = "In ranges if asked. Files that a browser could run are sent as bytes to be saved.",
            Parameters =
            [
                .. File,
                Query("preview", "string", "`webp` or `jpeg`, with `;QUALITY` from 1 to 100 (default 90): encodes the image anew."),
                Query("channel", "string", "`rgb` leaves alpha out, `a` shows alpha alone.", "rgba", "rgb", "a"),
                Query("key", "string", "An API key, where headers cannot be set."),
            ],
            Answers =
            [
                Answer(200, "The file.", "image/png image/webp image/jpeg application/octet-stream"), Answer(206, "The part that was asked for."), Answer(304, "It has not changed."),
                Invalid, Answer(403, "The subfolder leads out of the folder."), Answer(404, "There is no such file."),
                Answer(507, "A preview that was in memory cannot be written to the temp folder."),
            ],
        },
        Post("/api/upload/image", "files", "Uploads an image") with
        {
            Body = new ApiBody("multipart/form-data", "The file and where it goes.", Upload),
            Answers = [Stored, Answer(400, "No image, too large, or a name that leads out of its folder."), Answer(413, "Larger than `--max-upload-size`."), Answer(507, "The disk is full.")],
        },
        Post("/api/upload/mask", "files", "Uploads a mask: alpha for another image") with
        {
            Body = new ApiBody(
                "multipart/form-data", "The mask, whose image it is, and where the result goes.",
                [.. Upload, Field("original_ref!", "string", "JSON `{\"filename\",\"subfolder\",\"type\"}` of the image; type output by default.")]),
            Answers = [Stored, Answer(400, "No image, another size than the original, or a name that leads out of its folder."), Answer(404, "There is no such original."), Answer(507, "The disk is full.")],
        },
        new ApiEntry("DELETE", "/api/pixeldit/files", "files", "Deletes one file") with
        {
            Parameters = File,
            Answers = [Answer(204, "It is gone."), Invalid, AdminsOnly with { Description = "The subfolder leads out of the folder; or with API keys on: the key is not an admin's." }, Answer(404, "There is no such file."), Answer(409, "It cannot be deleted now.")],
        },
        Get("/api/view_metadata/{folder}", "files", "The metadata of a safetensors file") with
        {
            Parameters = [InPath("folder", "A model folder."), Query("filename", "string", "The file.")],
            Answers = [Ok("The metadata."), Answer(404, "No such file, or none with metadata.")],
        },
    ];
}
