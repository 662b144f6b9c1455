using Microsoft.Data.Sqlite;

namespace PixelDiT.Server.Storage;

/// <summary>A prepared statement with parameters ?1, ?2 …; used by one thread at a time.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <summary>Prepares a statement.</summary>
    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; sql.Contains($"?{i}", StringComparison.Ordinal); i++)
        {
            _command.Parameters.Add(new SqliteParameter($"?{i}", DBNull.Value));
        }
    }

    /// <summary>Runs it; returns how many rows changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it; returns the first value, or null.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() is var value && value is DBNull ? null : value;
    }

    /// <summary>Runs it; the caller disposes the rows before the next use.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _command.Parameters.Count)
        {
            throw new ArgumentException($"{_command.Parameters.Count} values are needed for: {_command.CommandText}", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
