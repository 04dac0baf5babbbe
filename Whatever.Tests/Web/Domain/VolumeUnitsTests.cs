using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Domain;

/// <summary>Units of volume and of flow by their spellings, against the factors of NIST SP 811, B.8.</summary>
public sealed class VolumeUnitsTests
{
    private const double Gallon = 3.785411784e-3;
    private const double ImperialGallon = 4.54609e-3;
    private const double CubicFoot = 0.028316846592;

    [Theory]
    [InlineData("kgal", Gallon * 1e3)]
    [InlineData("KGAL", Gallon * 1e3)]
    [InlineData("thousand gallons", Gallon * 1e3)]
    [InlineData("x1000 gal", Gallon * 1e3)]
    [InlineData("US gal", Gallon)]
    [InlineData("Mgal", Gallon * 1e6)]
    [InlineData("MG", Gallon * 1e6)]
    [InlineData("million gallons", Gallon * 1e6)]
    [InlineData("imp gal", ImperialGallon)]
    [InlineData("Imperial gallons", ImperialGallon)]
    [InlineData("CCF", CubicFoot * 100)]
    [InlineData("hcf", CubicFoot * 100)]
    [InlineData("cf", CubicFoot)]
    [InlineData("ft³", CubicFoot)]
    [InlineData("10 m³", 10.0)]
    [InlineData("x10 m3", 10.0)]
    [InlineData("×100m³", 100.0)]
    [InlineData("m3 x 10", 10.0)]
    [InlineData("10³ m³", 1000.0)]
    [InlineData("천톤", 1000.0)]
    [InlineData("0.1 m3", 0.1)]
    [InlineData("㎘", 1.0)]
    [InlineData("kL", 1.0)]
    [InlineData("ML", 1000.0)]
    [InlineData("hL", 0.1)]
    public void Find_UsualSpelling_IsExact(string written, double cubicMetres) =>
        Assert.Equal(cubicMetres, VolumeUnits.Find(written)!.InCubicMetres, 15);

    /// <summary>A thousandth of a litre or a million, a thousand gallons or a million, a milligram.</summary>
    [Theory]
    [InlineData("ml")]
    [InlineData("mL")]
    [InlineData("mgal")]
    [InlineData("MGAL")]
    [InlineData("mg")]
    [InlineData("x10")]
    [InlineData("7 m3")]
    [InlineData("m3/h")]
    public void Find_SpellingOfMoreThanOneMeaning_IsNoUnit(string written) => Assert.Null(VolumeUnits.Find(written));

    [Fact]
    public void Names_EachOne_IsFoundByItself() =>
        Assert.All(VolumeUnits.Names, name => Assert.Equal(name, VolumeUnits.Find(name)!.Name));

    [Theory]
    [InlineData("GPM", Gallon * 60)]
    [InlineData("US gal/min", Gallon * 60)]
    [InlineData("imp gal/min", ImperialGallon * 60)]
    [InlineData("MGD", Gallon * 1e6 / 24)]
    [InlineData("Mgal/d", Gallon * 1e6 / 24)]
    [InlineData("cfs", CubicFoot * 3600)]
    [InlineData("ft³/s", CubicFoot * 3600)]
    [InlineData("CFM", CubicFoot * 60)]
    [InlineData("m3/day", 1.0 / 24)]
    [InlineData("㎥/일", 1.0 / 24)]
    [InlineData("ML/d", 1000.0 / 24)]
    [InlineData("LPM", 0.06)]
    [InlineData("LPS", 3.6)]
    [InlineData("m³/s", 3600.0)]
    [InlineData("gpd", Gallon / 24)]
    [InlineData("㎘/h", 1.0)]
    public void Factor_FlowOfOtherCountries_IsExact(string written, double cubicMetresPerHour) =>
        Assert.Equal(cubicMetresPerHour, Units.Factor(written, "m³/h")!.Value, 9);
}
