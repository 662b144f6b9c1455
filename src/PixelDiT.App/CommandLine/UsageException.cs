namespace PixelDiT.App.CommandLine;

/// <summary>The command line asks for something that cannot be; the message is for the user, and the exit code is 2.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class UsageException(string message) : Exception(message);
