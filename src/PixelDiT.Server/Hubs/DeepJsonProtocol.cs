using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace PixelDiT.Server.Hubs;

/// <summary>
/// SignalR's JSON protocol for arguments of any depth: SignalR's own reader ends the connection at 64 levels, whatever is configured. What a call takes is its own
/// business, as with a request body; what is too deep for it is an error of the call.
/// </summary>
internal sealed class DeepJsonProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    // Reading does not recurse, and a message has a bounded size.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private const byte EndOfMessage = 0x1e;
    private const int Invocation = 1;

    private readonly JsonHubProtocol _usual = new(options);

    /// <inheritdoc />
    public string Name => _usual.Name;

    /// <inheritdoc />
    public int Version => _usual.Version;

    /// <inheritdoc />
    public TransferFormat TransferFormat => _usual.TransferFormat;

    /// <inheritdoc />
    public bool IsVersionSupported(int version) => _usual.IsVersionSupported(version);

    /// <inheritdoc />
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _usual.GetMessageBytes(message);

    /// <inheritdoc />
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _usual.WriteMessage(message, output);

    /// <inheritdoc />
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HubMessage? message)
    {
        var all = input;
        try
        {
            return _usual.TryParseMessage(ref input, binder, out message);
        }
        catch (InvalidDataException) when (all.PositionOf(EndOfMessage) is { } end && Read(all.Slice(0, end), binder) is { } deep)
        {
            input = all.Slice(all.GetPosition(1, end));
            message = deep;
            return true;
        }
    }

    // {"type":1,"invocationId"?:ID,"target":NAME,"arguments":[...]}; null for what is no call.
    private HubMessage? Read(ReadOnlySequence<byte> text, IInvocationBinder binder)
    {
        try
        {
            using var document = JsonDocument.Parse(text, AnyDepth);
            var call = document.RootElement;
            if (call.GetProperty("type").GetInt32() != Invocation || call.GetProperty("target").GetString() is not { } target)
            {
                return null;
            }

            var id = call.TryGetProperty("invocationId", out var given) ? given.GetString() : null;
            return Bind(id, target, call.GetProperty("arguments"), binder);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // The usual protocol's words about it are the better ones.
            return null;
        }
    }

    private HubMessage Bind(string? id, string target, JsonElement arguments, IInvocationBinder binder)
    {
        try
        {
            var types = binder.GetParameterTypes(target);
            if (arguments.GetArrayLength() != types.Count)
            {
                throw new HubException($"'{target}' takes {types.Count} arguments, not {arguments.GetArrayLength()}.");
            }

            return new InvocationMessage(id, target, [.. arguments.EnumerateArray().Zip(types, ValueOf)]);
        }
        catch (Exception e)
        {
            // SignalR tells the client.
            return new InvocationBindingFailureMessage(id, target, ExceptionDispatchInfo.Capture(e));
        }
    }

    private object? ValueOf(JsonElement argument, Type type) =>
        type == typeof(JsonElement) ? argument.Clone() : argument.Deserialize(type, options.Value.PayloadSerializerOptions);
}
