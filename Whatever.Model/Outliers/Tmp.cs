#pragma warning disable CS1591
namespace Whatever.Model.Outliers;
public enum Tail { Upper, Lower, Both }
public enum OutlierStage { Normal=0, Interest=1, Caution=2, Alert=3, Serious=4 }
