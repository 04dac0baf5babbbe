using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Whatever.Web.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without starting the station.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<StationDbContext>
{
    public StationDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<StationDbContext>().UseSqlite("Data Source=design.db").Options);
}
