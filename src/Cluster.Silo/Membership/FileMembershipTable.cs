using System.Globalization;

namespace Cluster.Silo.Membership;

/// <summary>
/// Orleans' membership for silos on one machine: no server, and any silo may die, the first one too. Silos whose
/// process is gone are declared dead whenever the table is read, so nothing waits for rows that an earlier crash left.
/// </summary>
internal sealed class FileMembershipTable(MembershipFile file) : IMembershipTable, IDisposable
{
    private FileStream? _alive;
    private FileStream? _joining;

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        _joining ??= await file.HoldJoining();
        await BuryTheDead();
    }

    public Task DeleteMembershipTableEntries(string clusterId) => file.Change(_ => MembershipDocument.Empty);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => file.Change(table => table with
    {
        Rows = [.. table.Rows.Where(row => row.Status != SiloStatus.Dead || row.AliveTime >= beforeDate.UtcDateTime)],
    });

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        string silo = key.ToParsableString();
        MembershipDocument table = file.Read();
        return ToData(table with { Rows = [.. table.Rows.Where(row => row.Silo == silo)] });
    }

    public async Task<MembershipTableData> ReadAll()
    {
        await BuryTheDead();
        return ToData(file.Read());
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        string silo = entry.SiloAddress.ToParsableString();
        _alive ??= file.HoldAlive(silo);
        return file.Change(table => IsNext(table, tableVersion) && table.Rows.All(row => row.Silo != silo)
            ? new MembershipDocument(tableVersion.Version, [.. table.Rows, MembershipRow.From(entry, NewEtag(tableVersion.Version))])
            : null);
    }

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        MembershipRow updated = MembershipRow.From(entry, NewEtag(tableVersion.Version));
        bool changed = await file.Change(table => IsNext(table, tableVersion) && table.Rows.Any(row => row.Silo == updated.Silo && row.Etag == etag)
            ? new MembershipDocument(tableVersion.Version, [.. table.Rows.Select(row => row.Silo == updated.Silo ? updated : row)])
            : null);
        if (changed && entry.Status == SiloStatus.Active) _joining?.Dispose();
        return changed;
    }

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        string silo = entry.SiloAddress.ToParsableString();
        return file.Change(table => table with
        {
            Rows = [.. table.Rows.Select(row => row.Silo == silo ? row with { AliveTime = entry.IAmAliveTime } : row)],
        });
    }

    public void Dispose()
    {
        _joining?.Dispose();
        _alive?.Dispose();
    }

    private async Task BuryTheDead()
    {
        if (!file.Read().Rows.Any(IsUnburied)) return;
        string[] buried = [];
        await file.Change(table =>
        {
            buried = [.. table.Rows.Where(IsUnburied).Select(row => row.Silo)];
            string etag = NewEtag(table.Version + 1);
            return buried.Length == 0 ? null : new MembershipDocument(
                table.Version + 1,
                [.. table.Rows.Select(row => buried.Contains(row.Silo) ? row with { Status = SiloStatus.Dead, Etag = etag } : row)]);
        });
        foreach (string silo in buried) file.Forget(silo);
    }

    private bool IsUnburied(MembershipRow row) => row.Status != SiloStatus.Dead && file.IsGone(row.Silo);

    private static bool IsNext(MembershipDocument table, TableVersion version) => version.Version == table.Version + 1;

    private static string NewEtag(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static MembershipTableData ToData(MembershipDocument table) => new(
        [.. table.Rows.Select(row => Tuple.Create(row.ToEntry(), row.Etag))],
        new TableVersion(table.Version, NewEtag(table.Version)));
}
