using System.Text.Json;
using PixelDiT.Graph.Execution;

namespace PixelDiT.Server.Sockets;

/// <summary>
/// The <c>progress_state</c> of one job: all nodes started so far. The JSON of each node is kept and only the changed one is written
/// again, so that a message costs a copy rather than a serialization of every node. The job's thread changes it; any thread may ask for the message.
/// </summary>
/// <param name="promptId">Id of the job.</param>
internal sealed class ProgressState(string promptId)
{
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly List<Entry> _inOrder = [];
    private readonly byte[] _before = [.. "{\"prompt_id\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(promptId, Http.ServerJson.Default.String), .. ",\"nodes\":{"u8];
    private readonly Lock _lock = new();
    private int _length;

    /// <summary>How many nodes a message tells of.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _inOrder.Count;
            }
        }
    }

    /// <summary>A node starts, or starts again: running, 0 of 1.</summary>
    public void Start(NodeRef node) => Set(node, 0, 1, "running");

    /// <summary>A node reports.</summary>
    public void Report(NodeRef node, double value, double max) => Set(node, value, max, "running");

    /// <summary>A node is done: its value becomes its maximum.</summary>
    public void Finish(NodeRef node) => Set(node, value: null, max: null, "finished");

    // {"type":"progress_state","data":{"prompt_id":P,"nodes":{ID:{...},...}}}
    /// <summary>The message that tells all of it.</summary>
    /// <param name="importance">What may happen to it in a slow client's line.</param>
    public OutgoingMessage ToMessage(Importance importance = Importance.Progress)
    {
        lock (_lock)
        {
            return Messages.Text("progress_state", Data_NeedsLock(), importance);
        }
    }

    private byte[] Data_NeedsLock()
    {
        var commas = Math.Max(0, _inOrder.Count - 1);
        var data = new byte[_before.Length + _length + commas + 2];
        _before.CopyTo(data, 0);
        var at = _before.Length;
        foreach (var entry in _inOrder)
        {
            if (at > _before.Length)
            {
                data[at++] = (byte)',';
            }

            entry.Json.CopyTo(data.AsSpan(at));
            at += entry.Json.Length;
        }

        data[at++] = (byte)'}';
        data[at] = (byte)'}';
        return data;
    }

    private void Set(NodeRef node, double? value, double? max, string state)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(node.Id, out var entry))
            {
                _entries.Add(node.Id, entry = new Entry());
                _inOrder.Add(entry);
            }

            entry.Max = max ?? entry.Max;
            entry.Value = value ?? entry.Max;
            _length -= entry.Json.Length;
            entry.Json = EntryJson(node, entry, state);
            _length += entry.Json.Length;
        }
    }

    // "ID":{"value":V,"max":M,"state":S,"node_id":ID,"prompt_id":P,"display_node_id":ID,"parent_node_id":ID|null,"real_node_id":ID}
    private byte[] EntryJson(NodeRef node, Entry entry, string state)
    {
        var whole = WireJson.Write((node, entry, state, promptId), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteStartObject(s.node.Id);
            w.WriteNumber("value"u8, s.entry.Value);
            w.WriteNumber("max"u8, s.entry.Max);
            w.WriteString("state"u8, s.state);
            w.WriteString("node_id"u8, s.node.Id);
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteString("display_node_id"u8, s.node.DisplayId);
            w.WriteString("parent_node_id"u8, s.node.ParentId);
            w.WriteString("real_node_id"u8, s.node.RealId);
            w.WriteEndObject();
            w.WriteEndObject();
        });

        // Without the braces of the object that the writer needed around the property.
        return whole[1..^1];
    }

    private sealed class Entry
    {
        public double Value;
        public double Max = 1;
        public byte[] Json = [];
    }
}
