using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Which rows of the audit are wanted; null is any.</summary>
/// <param name="Who">Part of a name, of whatever case.</param>
/// <param name="Act">Its beginning, such as person.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment behind the last.</param>
public sealed record AuditFilter(string? Who = null, string? Act = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Reads what was noted.</summary>
public sealed class AuditQueries(IDbContextFactory<StationDbContext> contexts)
{
    public const string Header = "sequence,time,kind,who,address,act,subject,before,after,why,hash";

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, int most, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Matching(db, filter).OrderByDescending(entry => entry.Sequence).Take(most).ToListAsync(cancellation);
    }

    /// <summary>Oldest first, as CSV with the digests, so that it can be checked away from here.</summary>
    /// <returns>How many rows.</returns>
    public async Task<int> WriteCsvAsync(AuditFilter filter, Stream stream, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync(Header);
        var rows = 0;
        await foreach (var entry in Matching(db, filter).OrderBy(entry => entry.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancellation))
        {
            rows++;
            await writer.WriteLineAsync(Line(entry).AsMemory(), cancellation);
        }

        return rows;
    }

    private static IQueryable<AuditEntry> Matching(StationDbContext db, AuditFilter filter)
    {
        var rows = db.AuditEntries.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(filter.Who))
        {
            var who = "%" + filter.Who.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal) + "%";
            rows = rows.Where(entry => EF.Functions.Like(entry.Who, who, "\\"));
        }

        if (!string.IsNullOrWhiteSpace(filter.Act))
        {
            rows = rows.Where(entry => entry.Act.StartsWith(filter.Act));
        }

        return rows.Where(entry => (filter.From == null || entry.At >= filter.From) && (filter.To == null || entry.At < filter.To));
    }

    private static string Line(AuditEntry entry) => string.Join(
        ',',
        entry.Sequence.ToString(CultureInfo.InvariantCulture),
        entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        entry.Kind.ToString().ToLowerInvariant(), CsvText.Field(entry.Who), CsvText.Field(entry.Address), CsvText.Field(entry.Act),
        CsvText.Field(entry.Subject), CsvText.Field(entry.Before), CsvText.Field(entry.After), CsvText.Field(entry.Why), entry.Hash);
}
