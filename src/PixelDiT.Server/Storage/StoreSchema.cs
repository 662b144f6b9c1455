using Microsoft.Data.Sqlite;

namespace PixelDiT.Server.Storage;

/// <summary>The tables, and how a file of an older version becomes one of this version.</summary>
internal static class StoreSchema
{
    /// <summary>Marks the file as ours (<c>PRAGMA application_id</c>): "PxDT".</summary>
    public const int ApplicationId = 0x50784454;

    /// <summary>
    /// Migration N brings a file of version N to N + 1; the version is <c>PRAGMA user_version</c>. Only ever append.
    /// Times are ticks of UTC, states those of <see cref="StoredState"/>, lists JSON.
    /// </summary>
    private static readonly string[] Migrations =
    [
        """
        -- One row: what is true of the store as a whole. Written when the store is closed, and when something is deleted or set; unless 'closed' says
        -- that it is up to date, counter and counts are found from the other tables at the next start. Of the payloads up to 'garbage' some may belong to
        -- no job any more: a cleared history leaves them behind, to be deleted bit by bit.
        CREATE TABLE store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            counter INTEGER NOT NULL, paused INTEGER NOT NULL,
            completed INTEGER NOT NULL, failed INTEGER NOT NULL, interrupted INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
            bytes INTEGER NOT NULL, withdrawn_bytes INTEGER NOT NULL, closed INTEGER NOT NULL, garbage INTEGER NOT NULL);
        INSERT INTO store VALUES (1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 0);

        -- Jobs that wait or run; small rows, all of them are also in memory. Their ids are kept unique there.
        CREATE TABLE live (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL, number REAL NOT NULL, from_client INTEGER NOT NULL, created INTEGER NOT NULL,
            workflow TEXT, owner TEXT, had_secrets INTEGER NOT NULL, interruptions INTEGER NOT NULL, running INTEGER NOT NULL);

        -- What a job was submitted with; written once, gone with the job.
        CREATE TABLE payload (seq INTEGER PRIMARY KEY, targets TEXT NOT NULL, prompt BLOB NOT NULL, extra BLOB NOT NULL);

        -- Jobs that are over, in order of completion; what lists show of them.
        CREATE TABLE finished (
            ord INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL, state INTEGER NOT NULL,
            number REAL NOT NULL, from_client INTEGER NOT NULL, created INTEGER NOT NULL, started INTEGER, ended INTEGER, over INTEGER NOT NULL,
            duration INTEGER NOT NULL, workflow TEXT, owner TEXT, size INTEGER NOT NULL,
            outputs INTEGER NOT NULL, previewable INTEGER NOT NULL, preview BLOB NOT NULL, error BLOB NOT NULL);
        CREATE UNIQUE INDEX finished_id ON finished (id);
        CREATE INDEX finished_created ON finished (state, created, seq);
        CREATE INDEX finished_duration ON finished (state, duration, seq);
        CREATE INDEX finished_workflow ON finished (workflow, created, seq, state) WHERE workflow IS NOT NULL;
        CREATE INDEX finished_owner ON finished (owner, created, seq, state) WHERE owner IS NOT NULL;
        CREATE INDEX finished_owner_order ON finished (owner, ord) WHERE owner IS NOT NULL;
        CREATE INDEX finished_withdrawn ON finished (ord) WHERE state = 5;

        -- What came of them, for those that ran.
        CREATE TABLE result (seq INTEGER PRIMARY KEY, outputs BLOB NOT NULL, nodes BLOB NOT NULL, messages BLOB NOT NULL);
        """,
        """
        -- Whom to tell of a job's end: 'events' has bit N for status N, 'state' is WebhookState (from 2 on nothing more happens). Secret and body go when it is done.
        CREATE TABLE webhook (
            id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, job TEXT NOT NULL, owner TEXT, url TEXT NOT NULL, secret TEXT, events INTEGER NOT NULL,
            state INTEGER NOT NULL, attempts INTEGER NOT NULL, status INTEGER, error TEXT, tried INTEGER, body BLOB NOT NULL);
        CREATE INDEX webhook_seq ON webhook (seq);
        CREATE INDEX webhook_job ON webhook (job);
        CREATE INDEX webhook_open ON webhook (state) WHERE state < 2;
        """,
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Brings a file to this version, each step whole or not at all.</summary>
    /// <param name="connection">The file; of this version or an older one.</param>
    /// <param name="version">Its version.</param>
    public static void Migrate(SqliteConnection connection, int version)
    {
        for (var v = version; v < Version; v++)
        {
            connection.Execute($"BEGIN IMMEDIATE; {Migrations[v]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {v + 1}; COMMIT;");
        }
    }
}

/// <summary>How far a job is that is not over, as stored in <c>live.running</c>.</summary>
internal enum LiveStage
{
    /// <summary>It waits.</summary>
    Waits = 0,

    /// <summary>A worker has it.</summary>
    Runs = 1,

    /// <summary>A worker has it, and it is to be interrupted: whatever happens to the server, it does not run again.</summary>
    Unwanted = 2,
}

/// <summary>How a job ended, as stored.</summary>
internal enum StoredState
{
    /// <summary>Success.</summary>
    Completed = 2,

    /// <summary>Error.</summary>
    Failed = 3,

    /// <summary>Interrupted while it ran.</summary>
    Interrupted = 4,

    /// <summary>Taken off the queue: history does not know it, lists of jobs do.</summary>
    Withdrawn = 5,
}
