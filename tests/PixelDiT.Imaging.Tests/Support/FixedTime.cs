namespace PixelDiT.Imaging.Tests;

/// <summary>A clock that stands still, two hours east of Greenwich.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two");

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
