namespace PixelDiT.App.Logging;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line, with event, category, level and parameters apart.</summary>
    Json,
}
