using PixelDiT.Graph.Caching;
using PixelDiT.Tests.Replay;

namespace PixelDiT.Server.Tests.Replay;

/// <summary>The recordings that need no other routes and nodes than there are.</summary>
internal sealed class ReplayTests
{
    /// <summary>Where we differ on purpose, by a part of what the replayer says, with the reason.</summary>
    private static readonly (string Difference, string Reason)[] Deliberate =
    [
        ("supports_v4: false instead of true", "there is no node manager, so front ends must not call it"),
        ("(a string instead of a list): 400", "a malformed body is refused (protocol §12 row 4)"),
        ("(delete is not a list): 400", "a malformed body is refused (protocol §12 row 4)"),
        ("GET {0}/queue: $.queue_pending", "pending jobs are shown in the order of execution (protocol §12 row 14)"),
        ("$.number: 5 instead of 6", "a body that is no object does not count (protocol §12 row 17)"),
        ("(name with a folder that does not exist): 200", "the folder is created, as that of the field 'subfolder' is"),
        ("(a plain GET on the socket route)", "the reference's own words"),
        ("(same, with the /api prefix): $: \"\" instead of \"No WebSocket", "the reference's own words"),
        (".meta.b.node_id: \"b\" instead of \"2\"", "history names the nodes of the job itself, also when a renumbered graph came from the cache"),
        ("content-range is bytes", "the length of an image depends on the encoder"),
        ("(not modified): 200 instead of 304", "a date in the future says nothing (RFC 9110, 13.1.3)"),
        ("comfy_package_versions: 1 elements instead of 5", "the others are parts of the reference that do not exist here"),
        ("GET {0}/node_replacements: $: member 'ResizeImagesByLongerEdge' is missing", "its replacements are of nodes that do not exist here"),
        ("(missing image file: cache header on the 404): cache-control is public, max-age=3600", "a file that is missing now may be there soon (protocol §1)"),
        ("view_metadata/loras?filename=b.safetensors: 404 instead of 400", "any problem is 404 (protocol §2.5)"),
        ("(original missing: answers as if saved)", "404 (protocol §12 row 18)"),
        ("(bad original: answers as if saved)", "400 (protocol §12 row 18)"),
        ("(bad subfolder: answers as if saved)", "400 (protocol §12 row 18)"),
        ("etc/passwd: $: \"\" instead of \"404: Not Found\"", "the reference's own words"),
        ("GET {0}/queue/:", "a slash at the end does no harm"),
        ("(a cancelled pending job leaves no trace): 200 instead of 404", "cancelled jobs stay visible (protocol §12 row 10)"),
        ("(a cancelled pending job leaves no trace): $: member 'error'", "cancelled jobs stay visible (protocol §12 row 10)"),
        ("$.invalid_ids[2]: \"{\\u0022x\\u0022:1}\"", "what is no text is shown as JSON"),
        ("socket A2, job: [status, execution_start, execution_success", "who comes back during the job hears its beginning (protocol §12 row 25)"),
        ("(not an image: accepted)", "uploads that are no images are refused, unless --accept-any-upload is given"),
        ("(empty file)", "uploads that are no images are refused, unless --accept-any-upload is given"),
        ("accept-ranges is absent", "the framework says so on answers that have ranges to offer only"),
    ];

    [TestCase("free")]
    [TestCase("history")]
    [TestCase("queue_management")]
    [TestCase("queue_ordering")]
    [TestCase("queue_number_counter")]
    [TestCase("queue_delete_last")]
    [TestCase("interrupt_variants")]
    [TestCase("prompt_body_variants")]
    [TestCase("handshake_client_id")]
    [TestCase("handshake_no_client_id")]
    [TestCase("handshake_api_prefix")]
    [TestCase("handshake_reconnect_clean")]
    [TestCase("two_clients")]
    [TestCase("two_clients_error")]
    [TestCase("two_clients_parallel")]
    [TestCase("binary_preview_plain")]
    [TestCase("binary_preview_with_metadata")]
    [TestCase("rerun_identical")]
    [TestCase("rerun_identical__cache_classic")]
    [TestCase("rerun_identical__cache_lru")]
    [TestCase("rerun_identical__cache_none")]
    [TestCase("run_preview_image")]
    [TestCase("origin_default")]
    [TestCase("origin_cors_any")]
    [TestCase("origin_cors_one")]
    [TestCase("upload_too_large")]
    [TestCase("upload_image")]
    [TestCase("view")]
    [TestCase("info_models")]
    [TestCase("info_server")]
    [TestCase("jobs_list")]
    [TestCase("jobs_cancel")]
    [TestCase("settings")]
    [TestCase("users")]
    [TestCase("userdata")]
    [TestCase("upload_mask")]
    [TestCase("validation_no_prompt")]
    [TestCase("validation_no_outputs")]
    [TestCase("validation_one_output_good")]
    [TestCase("validation_required_input_missing")]
    public async Task Recording_Replayed_IsAnsweredTheSame(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await TestServer.StartAsync(OptionsFor(recording.Flags), CacheFor(recording.Flags), frontEnd: PreparedFiles.FrontEnd);
        PreparedFiles.Write(name, server.Folders);

        var differences = (await new Replayer(server.Http, recording, IsElsewhere, makeFile: PreparedFiles.OfNote).PlayAsync())
            .Where(d => !Deliberate.Any(known => d.Contains(known.Difference.Replace("{0}", server.Address.ToString().TrimEnd('/')))))
            .ToList();
        _ = server.TakeErrors();

        Assert.That(differences, Is.Empty, string.Join('\n', differences));
    }

    // Lists whose order depends on the machine's speed, or was recorded in another than it came, and nodes that are not here.
    private static readonly string[] Elsewhere = ["/internal/files/input", "/api/api/jobs", "sort_by=execution_duration", "/object_info/LoadImage"];

    private static bool IsElsewhere(string request) => Elsewhere.Any(request.Contains);

    private static ServerOptions OptionsFor(IReadOnlyList<string> flags) => flags switch
    {
        ["--enable-cors-header"] => new ServerOptions { CorsOrigin = "*" },
        ["--enable-cors-header", var origin] => new ServerOptions { CorsOrigin = origin },
        ["--max-upload-size", var megabytes] => new ServerOptions { MaxUploadBytes = long.Parse(megabytes) << 20 },
        _ => new ServerOptions(),
    };

    private static IOutputCache CacheFor(IReadOnlyList<string> flags) => flags switch
    {
        ["--cache-classic"] => new ClassicCache(),
        ["--cache-lru", var count] => new LruCache(int.Parse(count)),
        ["--cache-none"] => new NoneCache(),
        // The reference keeps results as long as memory allows, which on the recording machine was until the next job that did not use them.
        _ => new ClassicCache(),
    };
}
