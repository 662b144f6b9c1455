using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PixelDiT.Server.Operations;

namespace PixelDiT.App.Telemetry;

/// <summary>Sends metrics and traces to an OpenTelemetry collector. Without it not even the libraries for that are loaded.</summary>
internal sealed class OtlpExport : IDisposable
{
    private const int GrpcPort = 4317;

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    private OtlpExport(MeterProvider metrics, TracerProvider traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Begins to send; null when there is nowhere to send to.</summary>
    /// <param name="endpoint">The collector: port 4317 means gRPC, any other HTTP with protobuf.</param>
    public static IDisposable? Start(Uri? endpoint) => endpoint is null ? null : StartTo(endpoint);

    /// <summary>Sends what is left, for at most a few seconds.</summary>
    public void Dispose()
    {
        _metrics.Shutdown(5_000);
        _traces.Shutdown(5_000);
        _metrics.Dispose();
        _traces.Dispose();
    }

    // A method of its own: its body is not compiled, and nothing it names is loaded, until it is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport StartTo(Uri endpoint)
    {
        var version = typeof(OtlpExport).Assembly.GetName().Version?.ToString(3);
        var resource = ResourceBuilder.CreateDefault().AddService("pixeldit", serviceVersion: version);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            // With the hub's, whose name goes on from there.
            .AddMeter($"{ServerMetrics.Name}*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(otlp => Configure(otlp, endpoint, "v1/metrics"))
            .Build();
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(ServerMetrics.Name, "Microsoft.AspNetCore")
            .AddProcessor(new QueryRemover())
            .AddOtlpExporter(otlp => Configure(otlp, endpoint, "v1/traces"))
            .Build();
        return new OtlpExport(metrics, traces);
    }

    private static void Configure(OtlpExporterOptions options, Uri endpoint, string path)
    {
        var grpc = endpoint.Port == GrpcPort;
        options.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = grpc || endpoint.AbsolutePath != "/" ? endpoint : new Uri(endpoint, path);
    }

    // There may be an API key in it.
    private sealed class QueryRemover : BaseProcessor<System.Diagnostics.Activity>
    {
        public override void OnEnd(System.Diagnostics.Activity data)
        {
            if (data.GetTagItem("url.query") is not null)
            {
                data.SetTag("url.query", null);
            }
        }
    }
}
