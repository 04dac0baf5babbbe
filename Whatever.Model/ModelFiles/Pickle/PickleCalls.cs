using System.Text;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Pickle;

/// <summary>
/// What the few names that a scaler's pickle may hold stand for. A pickle is a program that calls functions by name; here a call is looked
/// up in this list and gives a value that describes its result. Any other name is refused before anything is done with it.
/// </summary>
internal static class PickleCalls
{
    public const string ArrayWrapper = "NumpyArrayWrapper";

    private static readonly string[] Scalers = ["MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler"];

    /// <returns>The name.</returns>
    /// <exception cref="ModelFileException">It is not on the list.</exception>
    public static PickleGlobal Allow(string module, string name) => (module, name) switch
    {
        ("sklearn.preprocessing._data" or "sklearn.preprocessing.data", _) when Scalers.Contains(name) => new PickleGlobal("sklearn", name),
        ("joblib.numpy_pickle" or "sklearn.externals.joblib.numpy_pickle", ArrayWrapper) => new PickleGlobal("joblib", name),
        ("numpy", "ndarray" or "dtype") => new PickleGlobal("numpy", name),
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct" or "scalar") => new PickleGlobal("numpy", name),
        ("numpy.core.numeric" or "numpy._core.numeric", "_frombuffer") => new PickleGlobal("numpy", name),
        ("_codecs", "encode") => new PickleGlobal("codecs", name),
        ("copyreg" or "copy_reg", "_reconstructor") => new PickleGlobal("copyreg", name),
        ("builtins" or "__builtin__", "object" or "bytearray") => new PickleGlobal("builtins", name),
        _ =>
            throw new ModelFileException(
                new Problem("scaler.foreign-name", Excerpt.Of(module), Excerpt.Of(name), Expected.OneOf([.. Scalers]))),
    };

    /// <summary>What calling the function would give.</summary>
    public static object? Call(PickleGlobal function, IReadOnlyList<object?> arguments, PickleBudget budget) =>
        (function.ToString(), arguments) switch
        {
            ("numpy.dtype", [string code, ..]) => new PickleDtype(code),
            ("numpy._reconstruct", _) => new PickleArray(),
            ("numpy.scalar", [PickleDtype { Size: > 0 } type, byte[] bytes]) when bytes.Length == type.Size =>
                NumpyNumbers.Decode(bytes, type, budget)[0],
            ("numpy.scalar", [PickleDtype, ..]) => null,
            ("numpy._frombuffer", [byte[] bytes, PickleDtype type, var shape, ..]) => Fill(new PickleArray(), shape, type, bytes, budget),
            ("codecs.encode", [string text, "latin1" or "latin-1"]) => Latin1(text, budget),
            ("builtins.bytearray", [byte[] bytes]) => bytes,
            ("copyreg._reconstructor", [PickleGlobal { Module: "sklearn" } type, ..]) => new PickleObject(type),
            _ => throw new ModelFileException(new Problem("scaler.foreign-call", function)),
        };

    /// <summary>What making an object of the class would give.</summary>
    public static PickleObject Create(object? type) => type is PickleGlobal { Module: "sklearn" or "joblib" } known
        ? new PickleObject(known)
        : throw new ModelFileException(
            new Problem("scaler.foreign-object", type ?? new Phrase("keras.nothing"), Expected.OneOf([.. Scalers])));

    /// <summary>What setting the state would change.</summary>
    public static void SetState(object? target, object? state, PickleBudget budget)
    {
        switch (target, state)
        {
            case (PickleObject made, PickleDictionary attributes):
                made.Attributes.Add(attributes, budget);
                break;
            case (PickleObject made, PickleTuple { Items: [PickleDictionary attributes, ..] }):
                made.Attributes.Add(attributes, budget);
                break;
            case (PickleDtype type, PickleTuple { Items: [_, string order, ..] }):
                type.IsBigEndian = order == ">";
                break;
            case (PickleArray array, PickleTuple { Items: [_, var shape, PickleDtype type, _, var data] }):
                Fill(array, shape, type, data as byte[], budget);
                break;
            default:
                throw new ModelFileException(new Problem("scaler.foreign-state"));
        }
    }

    private static PickleArray Fill(PickleArray array, object? shape, PickleDtype type, byte[]? bytes, PickleBudget budget)
    {
        array.Shape = NumpyNumbers.Shape(shape) ?? throw new ModelFileException(new Problem("scaler.array-shape"));
        if (bytes is not null && type.Size > 0)
        {
            array.Values = NumpyNumbers.Count(
                array.Shape, bytes.Length) * type.Size == bytes.Length ? NumpyNumbers.Decode(bytes, type, budget)
                : throw new ModelFileException(
                    new Problem("scaler.array-bytes", string.Join(", ", array.Shape), type.Code, bytes.Length));
        }

        return array;
    }

    private static byte[] Latin1(string text, PickleBudget budget)
    {
        budget.Spend(text.Length);
        return Encoding.Latin1.GetBytes(text);
    }
}
