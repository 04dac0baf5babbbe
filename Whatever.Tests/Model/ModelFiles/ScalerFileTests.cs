using System.IO.Compression;
using System.Text;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Tests.Model.ModelFiles.Keras;

namespace Whatever.Tests.Model.ModelFiles;

public sealed class ScalerFileTests
{
    private static readonly byte[] Standard = Convert.FromBase64String(
        "gAJjc2tsZWFybi5wcmVwcm9jZXNzaW5nLl9kYXRhClN0YW5kYXJkU2NhbGVyCnEAKYFxAX1xAihYCQAAAHdpdGhfbWVhbnEDiFgIAAAAd2l0aF9zdGRxBIhYBAAAAGNvcHlxBYhYDgAAAG5fZmVhdHVyZXNfaW5fcQZLAlgPAAAAbl9zYW1wbGVzX3NlZW5fcQdjbnVtcHkuY29yZS5tdWx0aWFycmF5CnNjYWxhcgpxCGNudW1weQpkdHlwZQpxCVgCAAAAaThxComIh3ELUnEMKEsDWAEAAAA8cQ1OTk5K/////0r/////SwB0cQ5iY19jb2RlY3MKZW5jb2RlCnEPWAgAAABkAAAAAAAAAHEQWAYAAABsYXRpbjFxEYZxElJxE4ZxFFJxFVgFAAAAbWVhbl9xFmNudW1weS5jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEXY251bXB5Cm5kYXJyYXkKcRhLAIVxGWgPWAEAAABicRpoEYZxG1JxHIdxHVJxHihLAUsChXEfaAlYAgAAAGY4cSCJiIdxIVJxImgOYoloD1gVAAAAAAAAAAAABEDDvMKpw7HDkk1iUMK/cSNoEYZxJFJxJXRxJmJYBAAAAHZhcl9xJ2gXaBhoGWgch3EoUnEpKEsBSwKFcSpoCWggiYiHcStScSxoDmKJaA9YEAAAAAAAAAAAABBAAAAAAAAAIkBxLWgRhnEuUnEvdHEwYlgGAAAAc2NhbGVfcTFoF2gYaBloHIdxMlJxMyhLAUsChXE0aAloIImIh3E1UnE2aA5iiWgPWBAAAAAAAAAAAAAAQAAAAAAAAAhAcTdoEYZxOFJxOXRxOmJYEAAAAF9za2xlYXJuX3ZlcnNpb25xO1gFAAAAMS4wLjJxPHViLg==");

    /// <summary>pickle.dumps of a StandardScaler with mean_ 2.5, -0.001 and scale_ 2, 3.</summary>
    [Theory]
    [InlineData(0,
        "Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnAwCihjc2tsZWFybi5wcmVwcm9jZXNzaW5nLl9kYXRhClN0YW5kYXJkU2NhbGVyCnAxCmNfX2J1aWx0aW5fXwpvYmplY3QKcDIKTnRwMwpScDQKKGRwNQpWd2l0aF9tZWFuCnA2CkkwMQpzVndpdGhfc3RkCnA3CkkwMQpzVmNvcHkKcDgKSTAxCnNWbl9mZWF0dXJlc19pbl8KcDkKSTIKc1ZuX3NhbXBsZXNfc2Vlbl8KcDEwCmNudW1weS5jb3JlLm11bHRpYXJyYXkKc2NhbGFyCnAxMQooY251bXB5CmR0eXBlCnAxMgooVmk4CnAxMwpJMDAKSTAxCnRwMTQKUnAxNQooSTMKVjwKcDE2Ck5OTkktMQpJLTEKSTAKdHAxNwpiY19jb2RlY3MKZW5jb2RlCnAxOAooVmRcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDAKcDE5ClZsYXRpbjEKcDIwCnRwMjEKUnAyMgp0cDIzClJwMjQKc1ZtZWFuXwpwMjUKY251bXB5LmNvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcDI2CihjbnVtcHkKbmRhcnJheQpwMjcKKEkwCnRwMjgKZzE4CihWYgpwMjkKZzIwCnRwMzAKUnAzMQp0cDMyClJwMzMKKEkxCihJMgp0cDM0CmcxMgooVmY4CnAzNQpJMDAKSTAxCnRwMzYKUnAzNwpnMTcKYkkwMApnMTgKKFZcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDAEQPyp8dJNYlC/CnAzOApnMjAKdHAzOQpScDQwCnRwNDEKYnNWdmFyXwpwNDIKZzI2CihnMjcKZzI4CmczMQp0cDQzClJwNDQKKEkxCihJMgp0cDQ1CmcxMgooZzM1CkkwMApJMDEKdHA0NgpScDQ3CmcxNwpiSTAwCmcxOAooVlx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMBBAXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwIkAKcDQ4CmcyMAp0cDQ5ClJwNTAKdHA1MQpic1ZzY2FsZV8KcDUyCmcyNgooZzI3CmcyOApnMzEKdHA1MwpScDU0CihJMQooSTIKdHA1NQpnMTIKKGczNQpJMDAKSTAxCnRwNTYKUnA1NwpnMTcKYkkwMApnMTgKKFZcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBAXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwCEAKcDU4CmcyMAp0cDU5ClJwNjAKdHA2MQpic1Zfc2tsZWFybl92ZXJzaW9uCnA2MgpWMS4wLjIKcDYzCnNiLg==")]
    [InlineData(2,
        "gAJjc2tsZWFybi5wcmVwcm9jZXNzaW5nLl9kYXRhClN0YW5kYXJkU2NhbGVyCnEAKYFxAX1xAihYCQAAAHdpdGhfbWVhbnEDiFgIAAAAd2l0aF9zdGRxBIhYBAAAAGNvcHlxBYhYDgAAAG5fZmVhdHVyZXNfaW5fcQZLAlgPAAAAbl9zYW1wbGVzX3NlZW5fcQdjbnVtcHkuY29yZS5tdWx0aWFycmF5CnNjYWxhcgpxCGNudW1weQpkdHlwZQpxCVgCAAAAaThxComIh3ELUnEMKEsDWAEAAAA8cQ1OTk5K/////0r/////SwB0cQ5iY19jb2RlY3MKZW5jb2RlCnEPWAgAAABkAAAAAAAAAHEQWAYAAABsYXRpbjFxEYZxElJxE4ZxFFJxFVgFAAAAbWVhbl9xFmNudW1weS5jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEXY251bXB5Cm5kYXJyYXkKcRhLAIVxGWgPWAEAAABicRpoEYZxG1JxHIdxHVJxHihLAUsChXEfaAlYAgAAAGY4cSCJiIdxIVJxImgOYoloD1gVAAAAAAAAAAAABEDDvMKpw7HDkk1iUMK/cSNoEYZxJFJxJXRxJmJYBAAAAHZhcl9xJ2gXaBhoGWgch3EoUnEpKEsBSwKFcSpoCWggiYiHcStScSxoDmKJaA9YEAAAAAAAAAAAABBAAAAAAAAAIkBxLWgRhnEuUnEvdHEwYlgGAAAAc2NhbGVfcTFoF2gYaBloHIdxMlJxMyhLAUsChXE0aAloIImIh3E1UnE2aA5iiWgPWBAAAAAAAAAAAAAAQAAAAAAAAAhAcTdoEYZxOFJxOXRxOmJYEAAAAF9za2xlYXJuX3ZlcnNpb25xO1gFAAAAMS4wLjJxPHViLg==")]
    [InlineData(4,
        "gASV5AEAAAAAAACMG3NrbGVhcm4ucHJlcHJvY2Vzc2luZy5fZGF0YZSMDlN0YW5kYXJkU2NhbGVylJOUKYGUfZQojAl3aXRoX21lYW6UiIwId2l0aF9zdGSUiIwEY29weZSIjA5uX2ZlYXR1cmVzX2luX5RLAowPbl9zYW1wbGVzX3NlZW5flIwVbnVtcHkuY29yZS5tdWx0aWFycmF5lIwGc2NhbGFylJOUjAVudW1weZSMBWR0eXBllJOUjAJpOJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiQwhkAAAAAAAAAJSGlFKUjAVtZWFuX5RoCowMX3JlY29uc3RydWN0lJOUaA2MB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLAoWUaA+MAmY4lImIh5RSlGgUYolDEAAAAAAAAARA/Knx0k1iUL+UdJRijAR2YXJflGgaaBxoHWgeh5RSlChLAUsChZRoD2giiYiHlFKUaBRiiUMQAAAAAAAAEEAAAAAAAAAiQJR0lGKMBnNjYWxlX5RoGmgcaB1oHoeUUpQoSwFLAoWUaA9oIomIh5RSlGgUYolDEAAAAAAAAABAAAAAAAAACECUdJRijBBfc2tsZWFybl92ZXJzaW9ulIwFMS4wLjKUdWIu")]
    public void Read_PlainPickleOfAnyProtocol_GivesMeanAndScale(int protocol, string base64)
    {
        var scaler = ScalerFile.Read(Convert.FromBase64String(base64), $"protocol{protocol}.pkl");
        Assert.Equal("StandardScaler", scaler.Kind);
        Assert.Equal([2.5, -1e-3], scaler.Offsets);
        Assert.Equal([2.0, 3.0], scaler.Scales);
    }

    /// <summary>scikit-learn keeps the mean of a scaler that does not use it.</summary>
    [Theory]
    [InlineData("with_mean", "", 0.0, 2.0)]
    [InlineData("with_std", "", 2.5, 1.0)]
    [InlineData("with_mean", "with_std", 0.0, 1.0)]
    public void Read_StandardScalerWithAStepSwitchedOff_DoesNotUseItsNumbers(string off, string alsoOff, double offset, double scale)
    {
        var pickle = Standard.ToArray();
        foreach (var key in new[] { off, alsoOff }.Where(key => key.Length > 0))
        {
            // The key, its place in the memo, and the instruction for true, which becomes that for false.
            var at = pickle.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)) + key.Length + 2;
            Assert.Equal(0x88, pickle[at]);
            pickle[at] = 0x89;
        }

        var scaler = ScalerFile.Read(pickle, "off.pkl");
        Assert.Equal((offset, scale), (scaler.Offsets[0], scaler.Scales[0]));
    }

    /// <summary>With both steps off nothing is fitted but the number of features.</summary>
    [Theory]
    [InlineData("StandardScaler", "with_mean", "with_std")]
    [InlineData("RobustScaler", "with_centering", "with_scaling")]
    public void Read_ScalerWithBothStepsOff_ChangesNothing(string kind, string offset, string scale)
    {
        var scaler = ScalerFile.Read(Encoding.Latin1.GetBytes(
            $"csklearn.preprocessing._data\n{kind}\n)\u0081}}(S'{offset}'\n\u0089S'{scale}'\n\u0089S'scale_'\nNS'n_features_in_'\nK\u0003ub."), "off.pkl");
        Assert.Equal([0.0, 0, 0], scaler.Offsets);
        Assert.Equal([1.0, 1, 1], scaler.Scales);
    }

    /// <summary>A few bytes for each copy of what the memo holds: attributes of an object, bytes of a text, numbers of an array.</summary>
    [Theory]
    [InlineData("}(", "S'{0}'\nN", "uq\u0001", "csklearn.preprocessing._data\nStandardScaler\n)\u0081h\u0001b")]
    [InlineData("S'", "text", "'\nq\u0001", "c_codecs\nencode\nh\u0001S'latin1'\n\u0086R")]
    [
        InlineData(
            "cnumpy.core.numeric\n_frombuffer\nq\u0002S'", "01234567",
            "'\nS'latin1'\n\u0086q\u0003c_codecs\nencode\nh\u0003Rq\u0001cnumpy\ndtype\nS'u1'\n\u0085Rq\u0004",
            "h\u0002h\u0001h\u0004M\u0040\u001f\u0085\u0087R")]
    public void Read_PickleThatCopiesOverAndOver_IsRefusedBeforeItFillsTheMemory(string begin, string part, string end, string copy)
    {
        var held = string.Concat(Enumerable.Range(0, 1000).Select(place => part.Replace("{0}", $"{place}", StringComparison.Ordinal)));
        var bomb = Encoding.Latin1.GetBytes(begin + held + end + string.Concat(Enumerable.Repeat(copy, 2000)) + ".");
        Assert.Contains(
            "it copies the same things over and over", Assert.Throws<ModelFileException>(() => ScalerFile.Read(bomb, "bomb.pkl")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cos\nsystem\n(S'echo'\ntR.", "os.system")]
    [InlineData("cposix\nsystem\n(S'echo'\ntR.", "posix.system")]
    [InlineData("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval")]
    [InlineData("cbuiltins\nexec\n(S'1'\ntR.", "builtins.exec")]
    [InlineData("cbuiltins\ngetattr\n(cbuiltins\nobject\nS'x'\ntR.", "builtins.getattr")]
    [InlineData("csubprocess\nPopen\n(S'echo'\ntR.", "subprocess.Popen")]
    [InlineData("cnumpy\nload\n(S'x'\ntR.", "numpy.load")]
    [InlineData("cnumpy.core.multiarray\nfromfile\n(S'x'\ntR.", "numpy.core.multiarray.fromfile")]
    [InlineData("csklearn.preprocessing._data\nFunctionTransformer\n.", "FunctionTransformer")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0004echo\u0085R.", "os.system")]
    public void Read_PickleThatCallsSomethingElse_NamesItAndDoesNothing(string pickle, string name)
    {
        var problem = Assert.Throws<ModelFileException>(() => ScalerFile.Read(Encoding.Latin1.GetBytes(pickle), "evil.pkl"));
        Assert.StartsWith("evil.pkl: it names ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("}.")]
    [InlineData("N.")]
    [InlineData("(((")]
    [InlineData("]N\u0085R.")]
    [InlineData("cnumpy\ndtype\n(S'f8'\ntR.")]
    [InlineData("cnumpy\nndarray\n)\u0081.")]
    [InlineData("csklearn.preprocessing._data\nMinMaxScaler\n)\u0081.")]
    [InlineData("csklearn.preprocessing._data\nStandardScaler\n)\u0081}b.")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("I1e99\n.")]
    [InlineData("P1\n.")]
    [InlineData("BZh9")]
    public void Read_PickleOfNoScaler_IsRefused(string pickle) =>
        Assert.StartsWith(
            "x.pkl: ", Assert.Throws<ModelFileException>(() => ScalerFile.Read(Encoding.Latin1.GetBytes(pickle), "x.pkl")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_CompressedWithZlibOrGzip_GivesTheSameScaler()
    {
        var plain = File.ReadAllBytes(GoldenKerasTests.PathOf("scalers/minmax_5.pkl"));
        var expected = ScalerFile.Read(plain, "plain.pkl");
        Assert.All(
            [
                Pack(plain, stream => new ZLibStream(stream, CompressionLevel.Optimal)),
                Pack(plain, stream => new GZipStream(stream, CompressionLevel.Fastest))],
            packed =>
            Assert.Equal(expected.Scales, ScalerFile.Read(packed, "packed.pkl").Scales));
    }

    [Fact]
    public void Read_CompressedToNextToNothing_IsRefusedBeforeItFillsTheMemory()
    {
        var bomb = Pack(new byte[80 << 20], stream => new GZipStream(stream, CompressionLevel.Optimal));
        Assert.Contains(
            "more than 64 MB", Assert.Throws<ModelFileException>(() => ScalerFile.Read(bomb, "bomb.pkl")).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Pack(byte[] content, Func<Stream, Stream> compress)
    {
        var packed = new MemoryStream();
        using (var stream = compress(packed))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
