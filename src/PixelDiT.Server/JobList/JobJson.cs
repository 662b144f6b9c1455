using System.Text.Json;
using PixelDiT.Server.History;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.JobList;

/// <summary>Jobs as <c>/api/jobs</c> shows them (protocol §2.3): what is not known is left out.</summary>
internal static class JobJson
{
    // {"jobs":[JOB,...],"pagination":{"offset":O,"limit":L|null,"total":T,"has_more":B}}
    /// <summary>Writes a part of the list.</summary>
    public static void WritePage(Utf8JsonWriter w, JobPage page, JobQuery query)
    {
        w.WriteStartObject();
        w.WriteStartArray("jobs"u8);
        foreach (var job in page.Jobs)
        {
            w.WriteStartObject();
            WriteMembers(w, job);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartObject("pagination"u8);
        w.WriteNumber("offset"u8, query.Offset);
        if (query.Limit is { } limit)
        {
            w.WriteNumber("limit"u8, limit);
        }
        else
        {
            w.WriteNull("limit"u8);
        }

        w.WriteNumber("total"u8, page.Total);
        w.WriteBoolean("has_more"u8, (long)query.Offset + page.Jobs.Count < page.Total);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    // {JOB..., "outputs":{ID:UI},"execution_status":{...},"workflow":{"prompt":{...},"extra_data":{...}}}; the last three once it is over
    /// <summary>Writes one job in full.</summary>
    public static void WriteDetails(Utf8JsonWriter w, JobDetails details) => WriteDetails(w, details, null);

    /// <summary>The same, with the job's place in the queue.</summary>
    public static void WriteDetails(Utf8JsonWriter w, JobDetails details, int? position)
    {
        w.WriteStartObject();
        if (position is { } place)
        {
            w.WriteNumber("position"u8, place);
        }

        WriteMembers(w, details.Summary);
        if (details.Entry is { } entry)
        {
            w.WritePropertyName("outputs"u8);
            WriteOutputs(w, entry.OutputsJson);
            w.WritePropertyName("execution_status"u8);
            HistoryJson.WriteStatus(w, entry);
            w.WriteStartObject("workflow"u8);
            w.WritePropertyName("prompt"u8);
            w.WriteRawValue(entry.PromptJson.Span, skipInputValidation: true);
            w.WritePropertyName("extra_data"u8);
            w.WriteRawValue(entry.ExtraDataJson.Span, skipInputValidation: true);
            w.WriteEndObject();
        }

        w.WriteEndObject();
    }

    /// <summary>Writes what a list shows of a job, without the braces.</summary>
    internal static void WriteMembers(Utf8JsonWriter w, JobSummary job)
    {
        w.WriteString("id"u8, job.PromptId);
        w.WriteString("status"u8, JobStatusNames.Of(job.Status));
        w.WritePropertyName("priority"u8);
        job.Number.WriteTo(w);
        WriteTime(w, "create_time"u8, job.CreatedAt);
        WriteTime(w, "execution_start_time"u8, job.StartedAt);
        WriteTime(w, "execution_end_time"u8, job.EndedAt);
        if (job.ErrorJson is { IsEmpty: false } error)
        {
            w.WritePropertyName("execution_error"u8);
            w.WriteRawValue(error.Span, skipInputValidation: true);
        }

        w.WriteNumber("outputs_count"u8, job.Outputs.Count);
        w.WriteNumber("previewable_outputs_count"u8, job.Outputs.PreviewableCount);
        if (job.Outputs.PreviewJson is { IsEmpty: false } preview)
        {
            w.WritePropertyName("preview_output"u8);
            w.WriteRawValue(preview.Span, skipInputValidation: true);
        }

        if (job.WorkflowId is not null)
        {
            w.WriteString("workflow_id"u8, job.WorkflowId);
        }
    }

    private static void WriteTime(Utf8JsonWriter w, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            w.WriteNumber(name, known.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Writes outputs as clients of <c>/api/jobs</c> expect them: without nulls in lists, and with objects for names of 3D files.</summary>
    internal static void WriteOutputs(Utf8JsonWriter w, ReadOnlyMemory<byte> outputsJson)
    {
        using var document = JsonDocument.Parse(outputsJson, WireJson.ReadOptions);
        w.WriteStartObject();
        foreach (var node in document.RootElement.EnumerateObject())
        {
            if (node.Value.ValueKind != JsonValueKind.Object)
            {
                node.WriteTo(w);
                continue;
            }

            w.WriteStartObject(node.Name);
            foreach (var list in node.Value.EnumerateObject())
            {
                WriteList(w, list);
            }

            w.WriteEndObject();
        }

        w.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter w, JsonProperty list)
    {
        if (!OutputItem.IsItemList(list))
        {
            list.WriteTo(w);
            return;
        }

        w.WriteStartArray(list.Name);
        foreach (var item in list.Value.EnumerateArray().Where(i => i.ValueKind != JsonValueKind.Null))
        {
            if (OutputItem.IsThreeDName(item))
            {
                OutputItem.WriteThreeDFile(w, item.GetString()!);
            }
            else
            {
                item.WriteTo(w);
            }
        }

        w.WriteEndArray();
    }
}
