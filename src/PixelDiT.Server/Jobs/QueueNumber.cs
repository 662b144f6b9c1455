using System.Globalization;
using System.Text.Json;

namespace PixelDiT.Server.Jobs;

/// <summary>
/// The key that orders the queue: smaller runs first. On the wire it is a whole number when the server counted it
/// and a fraction (<c>7.0</c>) when the client sent it (protocol §2.1).
/// </summary>
/// <param name="Value">The key; finite.</param>
/// <param name="FromClient">True when the client chose it.</param>
public readonly record struct QueueNumber(double Value, bool FromClient) : IComparable<QueueNumber>
{
    /// <inheritdoc />
    public int CompareTo(QueueNumber other) => Value.CompareTo(other.Value);

    /// <summary>Writes the key as a JSON number in the form that tells where it came from.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (FromClient && Value == Math.Floor(Value) && Math.Abs(Value) < 1e15)
        {
            writer.WriteRawValue(Value.ToString("0.0", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNumberValue(Value);
        }
    }

    /// <summary>Less than.</summary>
    public static bool operator <(QueueNumber left, QueueNumber right) => left.CompareTo(right) < 0;

    /// <summary>Greater than.</summary>
    public static bool operator >(QueueNumber left, QueueNumber right) => left.CompareTo(right) > 0;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(QueueNumber left, QueueNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(QueueNumber left, QueueNumber right) => left.CompareTo(right) >= 0;
}
