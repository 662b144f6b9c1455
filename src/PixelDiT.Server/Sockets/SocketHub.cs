namespace PixelDiT.Server.Sockets;

/// <summary>
/// All <c>/ws</c> connections, and who of them hears what (protocol §4.1, §4.3). Sending never blocks and never throws;
/// messages for one client keep the order in which they were given.
/// </summary>
internal sealed class SocketHub
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SocketConnection> _bySid = [];
    private readonly List<SocketConnection> _all = [];
    private int _open;
    private string? _executingSid;
    private OutgoingMessage? _executing;
    private JobReplay? _replay;

    /// <summary>How many connections are open, replaced ones included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>
    /// Adds a connection; it becomes the target for its sid, instead of an older connection with that sid, which stays open and hears
    /// nothing more. Its first message is <paramref name="first"/>; if its own job is running, what that job told so far follows, and the node that runs.
    /// </summary>
    public void Add(SocketConnection connection, OutgoingMessage first)
    {
        lock (_gate)
        {
            if (_bySid.TryGetValue(connection.Sid, out var older))
            {
                _all.Remove(older);
            }

            _bySid[connection.Sid] = connection;
            _open++;
            _all.Add(connection);
            connection.Send(first);
            if (_replay?.Sid == connection.Sid)
            {
                _replay.SendTo(connection);
            }

            if (_executing is not null && _executingSid == connection.Sid)
            {
                connection.Send(_executing);
            }
        }
    }

    /// <summary>Removes a closed connection. A newer one with the same sid is not affected.</summary>
    public void Remove(SocketConnection connection)
    {
        lock (_gate)
        {
            _open--;
            _all.Remove(connection);
            if (_bySid.TryGetValue(connection.Sid, out var current) && ReferenceEquals(current, connection))
            {
                _bySid.Remove(connection.Sid);
            }
        }
    }

    /// <summary>True when somebody would hear a message for this sid.</summary>
    /// <param name="sid">A client id; null for everybody.</param>
    public bool HasListener(string? sid)
    {
        lock (_gate)
        {
            return sid is null ? _all.Count > 0 : _bySid.ContainsKey(sid);
        }
    }

    /// <summary>Sends to the connection with this sid; without one the message is lost.</summary>
    public void SendTo(string sid, OutgoingMessage message)
    {
        lock (_gate)
        {
            _bySid.GetValueOrDefault(sid)?.Send(message);
        }
    }

    /// <summary>Sends to every connection.</summary>
    public void SendToAll(OutgoingMessage message)
    {
        lock (_gate)
        {
            foreach (var connection in _all)
            {
                connection.Send(message);
            }
        }
    }

    /// <summary>Sends to the connection with this sid, or to every one when there is no sid.</summary>
    public void SendToOrAll(string? sid, OutgoingMessage message)
    {
        if (sid is null)
        {
            SendToAll(message);
        }
        else
        {
            SendTo(sid, message);
        }
    }

    /// <summary>Does the client take previews with metadata? False for nobody and for everybody: those get the plain form.</summary>
    public bool WantsPreviewMetadata(string? sid)
    {
        lock (_gate)
        {
            return sid is not null && _bySid.GetValueOrDefault(sid) is { WantsPreviewMetadata: true };
        }
    }

    /// <summary>Sends an <c>executing</c> message and remembers its short form for a client that connects again while the node runs.</summary>
    public void SendExecuting(string? sid, OutgoingMessage message, OutgoingMessage replay)
    {
        lock (_gate)
        {
            (_executingSid, _executing) = (sid, replay);
            if (sid is not null)
            {
                SendTo(sid, message);
            }
        }
    }

    /// <summary>A job with a client begins: from now on the client hears on connecting what the job told so far.</summary>
    public void BeginReplay(JobReplay replay)
    {
        lock (_gate)
        {
            _replay = replay;
        }
    }

    /// <summary>The job is over: nothing to replay.</summary>
    public void ForgetExecuting()
    {
        lock (_gate)
        {
            (_executingSid, _executing, _replay) = (null, null, null);
        }
    }
}
