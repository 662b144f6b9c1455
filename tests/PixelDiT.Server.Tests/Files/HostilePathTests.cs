using System.Text;

namespace PixelDiT.Server.Tests.Files;

/// <summary>Paths that mean no good, over every route that takes one: refused with a 4xx, nothing served, nothing written, nothing deleted.</summary>
internal sealed class HostilePathTests
{
    private const string Secret = "the secret";

    private TestServer _server = null!;
    private DirectoryInfo _outside = null!;
    private string[] _before = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        _outside = Directory.CreateTempSubdirectory("pixeldit-outside-");
        var folders = _server.Folders;
        foreach (var directory in (string[])[folders.Output, folders.Input, folders.Temp, Path.Combine(folders.User, "default"), Path.Combine(folders.User, "default", "workflows"), Path.Combine(folders.Models, "loras")])
        {
            Directory.CreateDirectory(directory);
            File.CreateSymbolicLink(Path.Combine(directory, "link.txt"), Path.Combine(_outside.FullName, "secret.txt"));
            Directory.CreateSymbolicLink(Path.Combine(directory, "linked"), _outside.FullName);
            Directory.CreateSymbolicLink(Path.Combine(directory, "up"), "../..");
            Directory.CreateSymbolicLink(Path.Combine(directory, "loop"), "loop");
        }

        foreach (var file in (string[])[Path.Combine(_outside.FullName, "secret.txt"), Path.Combine(folders.Base, "secret.txt"), Path.Combine(folders.User, "secret.txt")])
        {
            File.WriteAllText(file, Secret);
        }

        _before = AllFiles();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _outside.Delete(recursive: true);
    }

    // Percent-encoded as they go over the wire: one part of a path, or the value of a parameter.
    private static readonly string[] Paths =
    [
        "..%2Fsecret.txt", "..%2F..%2Fsecret.txt", "%2e%2e%2fsecret.txt", "%2e%2e%2f%2e%2e%2fsecret.txt", "x%2F..%2F..%2Fsecret.txt", ".%2F..%2Fsecret.txt",
        "..%252Fsecret.txt", "%252e%252e%252fsecret.txt", "..%25252Fsecret.txt",
        "%2Fetc%2Fpasswd", "%2F%2Fetc%2Fpasswd", "%5Csecret.txt", "..%5Csecret.txt", "..%5C..%5Csecret.txt", "x%5C..%5C..%5Csecret.txt", "C:%5CWindows%5Cwin.ini", "C:%2FWindows%2Fwin.ini", "C:secret.txt",
        "%5C%5Chost%5Cshare%5Cx", "%2F%2Fhost%2Fshare%2Fx", "%2E%2E%5C%2E%2E%2Fsecret.txt",
        "secret.txt%00", "secret.txt%00.png", "%00", "a%0Ab.txt", "a%0D%0Ab.txt", "a%7Fb",
        "%C0%AE%C0%AE%2Fsecret.txt", "%FF%FE", "%E0%80%AF..%2Fsecret.txt",
        "link.txt", "linked%2Fsecret.txt", "linked%2F..%2Fsecret.txt", "up%2Fsecret.txt", "loop", "loop%2Fsecret.txt",
    ];

    // Names that Windows cannot have, or that no system can: not to be created.
    private static readonly string[] Names =
    [
        "CON", "con.txt", "NUL", "nul.json", "AUX.tar.gz", "COM1", "lpt9.txt", "CONIN$", "name.", "name%20", "sub.%2Fa.txt", "PRN%2Fa.txt",
    ];

    private static readonly string TooLong = new('n', 300);

    private static string[] Reading => [.. Paths, TooLong, string.Join("%2F", Enumerable.Repeat("deep", 400))];

    // Seen as text, this one stays inside and names an ordinary file.
    private static string[] Writing => [.. Reading.Except(["linked%2F..%2Fsecret.txt"]), .. Names];

    // In a form nothing is decoded: what is no UTF-8 stays the harmless text it is.
    private static string[] InForms => [.. Writing.Where(p => !p.Contains("%C0", StringComparison.Ordinal) && !p.Contains("%FF", StringComparison.Ordinal))];

    [TestCaseSource(nameof(Reading))]
    public Task View_Filename(string path) => RefusedAsync("GET", $"/view?filename={path}");

    [TestCaseSource(nameof(Reading))]
    public Task View_Subfolder(string path) => RefusedAsync("GET", $"/api/view?filename=secret.txt&subfolder={path}");

    [TestCaseSource(nameof(Reading))]
    public Task View_Annotated(string path) => RefusedAsync("GET", $"/view?filename={path}%20[input]&preview=webp");

    [TestCaseSource(nameof(Reading))]
    public Task Files_Delete(string path) => RefusedAsync("DELETE", $"/api/pixeldit/files?filename={path}&type=input");

    [TestCaseSource(nameof(Reading))]
    public Task Files_DeleteInSubfolder(string path) => RefusedAsync("DELETE", $"/pixeldit/files?filename=secret.txt&subfolder={path}");

    [TestCaseSource(nameof(InForms))]
    public Task Upload_Subfolder(string path) => UploadRefusedAsync("/upload/image", "a.png", path);

    [TestCaseSource(nameof(InForms))]
    public Task Upload_Mask_Subfolder(string path) => UploadRefusedAsync("/api/upload/mask", "a.png", path);

    [TestCaseSource(nameof(Reading))]
    public Task Upload_Mask_Original(string path) =>
        UploadRefusedAsync("/upload/mask", "a.png", "", $$"""{"filename":"{{Uri.UnescapeDataString(path).Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\0", "\\u0000")}}","type":"input"}""");

    [TestCaseSource(nameof(Reading))]
    public Task UserData_Get(string path) => RefusedAsync("GET", $"/userdata/{path}");

    [TestCaseSource(nameof(Writing))]
    public Task UserData_Post(string path) => RefusedAsync("POST", $"/api/userdata/{path}", "evil"u8.ToArray());

    [TestCaseSource(nameof(Reading))]
    public Task UserData_Delete(string path) => RefusedAsync("DELETE", $"/userdata/workflows%2F{path}");

    [TestCaseSource(nameof(Reading))]
    public Task UserData_List(string path) => RefusedAsync("GET", $"/userdata?dir={path}&recurse=true");

    [TestCaseSource(nameof(Reading))]
    public Task UserData_Tree(string path) => RefusedAsync("GET", $"/v2/userdata?path={path}");

    [TestCaseSource(nameof(Reading))]
    public Task UserData_MoveFrom(string path) => RefusedAsync("POST", $"/userdata/{path}/move/stolen.txt");

    [TestCaseSource(nameof(Writing))]
    public async Task UserData_MoveTo(string path)
    {
        var source = Path.Combine(_server.Folders.User, "default", "mine.txt");
        File.WriteAllText(source, "mine");
        try
        {
            await RefusedAsync("POST", $"/userdata/mine.txt/move/{path}", compare: false);
            Assert.That(File.ReadAllText(source), Is.EqualTo("mine"));
        }
        finally
        {
            File.Delete(source);
        }

        Assert.That(AllFiles(), Is.EqualTo(_before));
    }

    [TestCaseSource(nameof(Reading))]
    public Task Models_Preview(string path) => RefusedAsync("GET", $"/experiment/models/preview/loras/0/{path}");

    [TestCaseSource(nameof(Reading))]
    public Task Models_Metadata(string path) => RefusedAsync("GET", $"/view_metadata/loras?filename={path}.safetensors");

    [TestCaseSource(nameof(Reading))]
    public Task Extensions_File(string path) => RefusedAsync("GET", $"/extensions/core/{path}");

    [TestCase("GET /userdata/../../secret.txt")]
    [TestCase("GET /userdata/%2e%2e/%2e%2e/secret.txt")]
    [TestCase("GET /view/../secret.txt")]
    [TestCase("GET //secret.txt")]
    [TestCase("GET /api/userdata/..%2Fsecret.txt/")]
    [TestCase("GET /extensions/../../secret.txt")]
    [TestCase("GET /api/workflow_templates/core/..%2F..%2Fsecret.txt")]
    [TestCase("GET /internal/files/..%2Fuser")]
    [TestCase("GET /internal/files/user")]
    public Task Paths_AsWritten(string request) => RefusedAsync(request.Split(' ')[0], request.Split(' ')[1]);

    [TestCaseSource(nameof(InForms))]
    public async Task Upload_Name(string path)
    {
        var name = Uri.UnescapeDataString(path);
        // What would end the header cannot be in a name; a leading separator is forgiven, and what follows lies in the folder.
        Assume.That(name.AsSpan().IndexOfAny('\r', '\n', '\0') < 0 && !path.StartsWith("%2F", StringComparison.Ordinal) && !path.StartsWith("%5C", StringComparison.Ordinal));
        await UploadRefusedAsync("/upload/image", name.Replace("\\", "\\\\"), "");
    }

    private Task UploadRefusedAsync(string route, string name, string subfolder, string? original = null)
    {
        var fields = new StringBuilder();
        foreach (var (field, value) in ((string, string?)[])[("subfolder", Uri.UnescapeDataString(subfolder)), ("type", "input"), ("original_ref", original)])
        {
            if (value is not null)
            {
                fields.Append($"--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            }
        }

        fields.Append($"--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"{name}\"\r\n\r\nevil\r\n--b--\r\n");
        return RefusedAsync("POST", route, Encoding.UTF8.GetBytes(fields.ToString()), "multipart/form-data; boundary=b");
    }

    private async Task RefusedAsync(string method, string target, byte[]? body = null, string? contentType = null, bool compare = true)
    {
        var (status, _, answer) = await RawHttp.SendAsync(_server, method, target, body, contentType);

        Assert.That(status, Is.InRange(400, 499), answer);
        Assert.That(answer, Does.Not.Contain(Secret).And.Not.Contain("root:"));
        Assert.That(answer, Does.Not.Contain(_server.Folders.Base), "no path of the server is told");
        if (compare)
        {
            Assert.That(AllFiles(), Is.EqualTo(_before));
        }
    }

    // Everything there is, and what is in it: also where nothing of ours should be.
    private string[] AllFiles() =>
    [
        .. Listing(_server.Folders.Base), .. Listing(_outside.FullName),
        .. ((string[])["secret.txt", "a.png", "CON"]).Select(name => Path.Combine(Path.GetDirectoryName(_server.Folders.Base)!, name)).Where(File.Exists),
    ];

    // Links are listed, not followed: one of them leads to where everything is.
    private static IEnumerable<string> Listing(string directory) => new DirectoryInfo(directory).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal).SelectMany(e => e switch
    {
        { LinkTarget: { } target } => [$"{e.FullName} -> {target}"],
        DirectoryInfo => Listing(e.FullName).Prepend(e.FullName),
        _ => [$"{e.FullName}: {File.ReadAllText(e.FullName)}"],
    });
}
