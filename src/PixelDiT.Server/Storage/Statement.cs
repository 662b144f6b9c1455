using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PixelDiT.Server.Storage;

/// <summary>
/// A prepared statement with parameters ?1, ?2 …; used by one thread at a time. Speaks to SQLite itself: SqliteCommand looks every parameter up by its name
/// each time, which is a tenth of what a job costs.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int _parameters;

    /// <summary>Prepares a statement.</summary>
    /// <exception cref="SqliteException">It is wrong, or the file cannot be read.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _parameters = raw.sqlite3_bind_parameter_count(_statement);
    }

    /// <summary>Runs it.</summary>
    public void Run(params ReadOnlySpan<object?> values)
    {
        using var rows = Read(values);
        while (rows.Next())
        {
            // What it gives is of no interest.
        }
    }

    /// <summary>The first value it gives as a whole number; null for NULL and for nothing.</summary>
    public long? Integer(params ReadOnlySpan<object?> values)
    {
        using var rows = Read(values);
        return rows.Next() && !rows.IsNull(0) ? rows.Integer(0) : null;
    }

    /// <summary>Begins it; the caller disposes the rows before the next use.</summary>
    public Rows Read(params ReadOnlySpan<object?> values)
    {
        if (values.Length != _parameters)
        {
            throw new ArgumentException($"{_parameters} values are needed, not {values.Length}, for: {raw.sqlite3_sql(_statement).utf8_to_string()}", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(i + 1, values[i]));
        }

        return new Rows(this);
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, index),
        long number => raw.sqlite3_bind_int64(_statement, index, number),
        int number => raw.sqlite3_bind_int(_statement, index, number),
        bool flag => raw.sqlite3_bind_int(_statement, index, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(_statement, index, number),
        string text => raw.sqlite3_bind_text(_statement, index, text),
        byte[] { Length: > 0 } bytes => raw.sqlite3_bind_blob(_statement, index, bytes),
        ReadOnlyMemory<byte> { Length: > 0 } bytes => raw.sqlite3_bind_blob(_statement, index, bytes.Span),
        byte[] or ReadOnlyMemory<byte> => raw.sqlite3_bind_zeroblob(_statement, index, 0),
        _ => throw new ArgumentException($"{value.GetType()} cannot be stored.", nameof(value)),
    };

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);

    /// <summary>What a statement gives, row by row. Columns count from 0.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly ref struct Rows(Statement statement) : IDisposable
    {
        private readonly sqlite3_stmt _statement = statement._statement;

        /// <summary>Goes to the next row; false after the last.</summary>
        public bool Next()
        {
            var code = raw.sqlite3_step(_statement);
            if (code == raw.SQLITE_ROW)
            {
                return true;
            }

            if (code != raw.SQLITE_DONE)
            {
                statement.Check(code);
            }

            return false;
        }

        public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

        public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

        public bool Flag(int column) => Integer(column) != 0;

        public double Number(int column) => raw.sqlite3_column_double(_statement, column);

        public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

        public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

        public DateTimeOffset Time(int column) => new(Integer(column), TimeSpan.Zero);

        public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

        /// <summary>A copy of the bytes; none for NULL.</summary>
        public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

        // The result repeats the last failure, which is known.
        public void Dispose() => raw.sqlite3_reset(_statement);
    }
}
