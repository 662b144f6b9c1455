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
    private readonly HashSet<SocketConnection> _open = [];
    private long _droppedByClosed;
    private string? _executingSid;
    private OutgoingMessage? _executing;
    private JobReplay? _replay;

    /// <summary>Under which address a client's connection is found: its id, and with keys on whose it is, so that nobody hears of foreign jobs by naming their client.</summary>
    /// <param name="owner">Whose; null when there are no keys.</param>
    /// <param name="clientId">The client's id; null for nobody's.</param>
    public static string? AddressOf(string? owner, string? clientId) => owner is null || clientId is null ? clientId : $"{owner}\n{clientId}";

    /// <summary>How many connections are open, replaced ones included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>How many messages slow clients have lost since the start.</summary>
    public long Dropped
    {
        get
        {
            lock (_gate)
            {
                return _droppedByClosed + _open.Sum(c => c.Dropped);
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
            if (_bySid.TryGetValue(connection.Address, out var older))
            {
                _all.Remove(older);
            }

            _bySid[connection.Address] = connection;
            _open.Add(connection);
            _all.Add(connection);
            connection.Send(first);
            if (_replay?.Sid == connection.Address)
            {
                _replay.SendTo(connection);
            }

            if (_executing is not null && _executingSid == connection.Address)
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
            if (_open.Remove(connection))
            {
                _droppedByClosed += connection.Dropped;
            }

            _all.Remove(connection);
            if (_bySid.TryGetValue(connection.Address, out var current) && ReferenceEquals(current, connection))
            {
                _bySid.Remove(connection.Address);
            }
        }
    }

    /// <summary>True when somebody would hear a message for this address.</summary>
    /// <param name="sid">An address; null for everybody.</param>
    public bool HasListener(string? sid)
    {
        lock (_gate)
        {
            return sid is null ? _all.Count > 0 : _bySid.ContainsKey(sid);
        }
    }

    /// <summary>Sends to the connection with this address; without one the message is lost.</summary>
    /// <returns>To how many connections it goes.</returns>
    public int SendTo(string sid, OutgoingMessage message)
    {
        lock (_gate)
        {
            var connection = _bySid.GetValueOrDefault(sid);
            connection?.Send(message);
            return connection is null ? 0 : 1;
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

    /// <summary>Sends to every connection that may see the jobs of this owner.</summary>
    /// <returns>To how many connections it goes.</returns>
    public int SendToAllOf(string? owner, OutgoingMessage message)
    {
        var count = 0;
        lock (_gate)
        {
            foreach (var connection in _all)
            {
                if (connection.MaySee(owner))
                {
                    connection.Send(message);
                    count++;
                }
            }
        }

        return count;
    }

    /// <summary>Sends to the connection with this address, or when there is none to every one that may see the jobs of this owner.</summary>
    /// <returns>To how many connections it goes.</returns>
    public int SendToOrAll(string? sid, string? owner, OutgoingMessage message) => sid is null ? SendToAllOf(owner, message) : SendTo(sid, message);

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
