using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Pickle;

/// <summary>
/// Reads a pickle (protocols 0 to 5, docs.python.org/3/library/pickletools.html) without executing anything: an instruction that would call
/// a function or make an object is looked up by name in <see cref="PickleCalls"/>. Also the arrays that joblib puts between the
/// instructions.
/// </summary>
internal sealed partial class PickleReader
{
    private const int DeepestNesting = 4;
    private static readonly object Mark = new();
    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];
    private readonly byte[] file;
    private readonly PickleBudget budget;
    private readonly int depth;
    private int position;

    /// <param name="file">The whole pickle.</param>
    public PickleReader(byte[] file)
        : this(file, 0, 0, new PickleBudget(file.Length))
    {
    }

    private PickleReader(byte[] file, int position, int depth, PickleBudget budget) =>
        (this.file, this.position, this.depth, this.budget) = (file, position, depth, budget);

    /// <returns>What the pickle describes.</returns>
    /// <exception cref="ModelFileException">It is damaged, or does what a scaler's does not.</exception>
    public object? Read()
    {
        while (true)
        {
            var opcode = Take(1)[0];
            if (opcode == '.')
            {
                return Pop();
            }

            if (!Constant(opcode) && !Collect(opcode) && !Remember(opcode) && !Name(opcode))
            {
                throw new ModelFileException(new Problem("scaler.instruction", opcode, position - 1));
            }
        }
    }

    private bool Constant(byte opcode)
    {
        switch ((char)opcode)
        {
            case '\x80': Take(1); break;
            case '\x95': Take(8); break;
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)Take(1)[0]); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case '\x8a': Push(Long(Take(Take(1)[0]))); break;
            case 'I' or 'L':
                Push(
                Line() switch
                {
                    "00" => false,
                    "01" => true,
                    var text => long.Parse(text.TrimEnd('L'), CultureInfo.InvariantCulture),
                }); break;
            case 'F': Push(double.Parse(Line(), CultureInfo.InvariantCulture)); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 'V': Push(Unescape(Line())); break;
            case 'S': Push(Unescape(Line().Trim('\'', '"'))); break;
            case '\x8c': Push(Encoding.UTF8.GetString(Take(Take(1)[0]))); break;
            case 'X': Push(Encoding.UTF8.GetString(Take(Length(4)))); break;
            case '\x8d': Push(Encoding.UTF8.GetString(Take(Length(8)))); break;
            case 'U': Push(Encoding.Latin1.GetString(Take(Take(1)[0]))); break;
            case 'T': Push(Encoding.Latin1.GetString(Take(Length(4)))); break;
            case 'C': Push(Take(Take(1)[0]).ToArray()); break;
            case 'B': Push(Take(Length(4)).ToArray()); break;
            case '\x8e' or '\x96': Push(Take(Length(8)).ToArray()); break;
            default: return false;
        }

        return true;
    }

    private bool Collect(byte opcode)
    {
        switch ((char)opcode)
        {
            case '(': Push(Mark); break;
            case '0': Pop(); break;
            case '1': PopToMark(); break;
            case ')': Push(new PickleTuple([])); break;
            case '\x85' or '\x86' or '\x87': Push(new PickleTuple(PopMany(opcode - 0x84))); break;
            case 't': Push(new PickleTuple(PopToMark())); break;
            case ']': Push(new List<object?>()); break;
            case 'l': Push(PopToMark()); break;
            case 'a': Append(PopMany(1)); break;
            case 'e': Append(PopToMark()); break;
            case '}': Push(new PickleDictionary()); break;
            case 'd': var items = PopToMark(); Push(new PickleDictionary()); SetItems(items); break;
            case 's': SetItems(PopMany(2)); break;
            case 'u': SetItems(PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private bool Remember(byte opcode)
    {
        switch ((char)opcode)
        {
            case 'q': memo[Take(1)[0]] = Top(); break;
            case 'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 'p': memo[long.Parse(Line(), CultureInfo.InvariantCulture)] = Top(); break;
            case '\x94': memo[memo.Count] = Top(); break;
            case 'h': Push(Recall(Take(1)[0])); break;
            case 'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 'g': Push(Recall(long.Parse(Line(), CultureInfo.InvariantCulture))); break;
            default: return false;
        }

        return true;
    }

    private bool Name(byte opcode)
    {
        switch ((char)opcode)
        {
            case 'c': Push(PickleCalls.Allow(Line(), Line())); break;
            case '\x93':
                Push(
                PopMany(2) is [string module, string name]
                    ? PickleCalls.Allow(module, name)
                    : throw Damaged(new Phrase("pickle.no-text-name"))); break;
            case 'R':
                Push(
                PopMany(2) is [PickleGlobal function, PickleTuple arguments]
                    ? PickleCalls.Call(function, arguments.Items, budget)
                    : throw Damaged(new Phrase("pickle.no-function"))); break;
            case '\x81': Push(PickleCalls.Create(PopMany(2)[0])); break;
            case 'b': Build(Pop()); break;
            default: return false;
        }

        return true;
    }

    private void Build(object? state)
    {
        PickleCalls.SetState(Top(), state, budget);
        if (Top() is PickleObject { Type.Name: PickleCalls.ArrayWrapper } wrapper)
        {
            Pop();
            Push(JoblibArray(wrapper.Attributes));
        }
    }

    /// <summary>
    /// joblib writes the numbers behind the instruction: one byte with the length of a padding, the padding, the numbers. Objects come as a
    /// pickle of their own.
    /// </summary>
    private PickleArray JoblibArray(PickleDictionary wrapper)
    {
        var type = wrapper.Find("dtype") as PickleDtype ?? throw Damaged(new Phrase("pickle.array-no-type"));
        var shape = NumpyNumbers.Shape(wrapper.Find("shape")) ?? throw Damaged(new Phrase("pickle.array-no-shape"));
        if (type.IsObject)
        {
            var inner = new PickleReader(
                file, position, depth < DeepestNesting ? depth + 1 : throw Damaged(new Phrase("pickle.nested")), budget);
            inner.Read();
            position = inner.position;
            return new PickleArray { Shape = shape };
        }

        if (wrapper.Find("numpy_array_alignment_bytes") is not null)
        {
            Take(Take(1)[0]);
        }

        var count = NumpyNumbers.Count(shape, file.Length);
        return type.Size > 0 && count >= 0 && count * type.Size <= file.Length
            ? new PickleArray { Shape = shape, Values = NumpyNumbers.Decode(Take((int)count * type.Size), type, budget) }
            : throw Damaged(new Phrase("pickle.array-of", string.Join(", ", shape), type.Code));
    }

    private void Append(List<object?> items) =>
        (Top() as List<object?> ?? throw Damaged(new Phrase("pickle.no-list"))).AddRange(items);

    private void SetItems(List<object?> items)
    {
        var target = Top() as PickleDictionary ?? throw Damaged(new Phrase("pickle.no-dictionary"));
        for (var i = 0; i + 1 < items.Count; i += 2)
        {
            target.Set(items[i], items[i + 1]);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > file.Length - position)
        {
            throw Damaged(new Phrase("pickle.more-bytes", count));
        }

        position += count;
        return file.AsSpan(position - count, count);
    }

    private int Length(int bytes)
    {
        var length = bytes == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4)) : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length <= (ulong)file.Length ? (int)length : throw Damaged(new Phrase("pickle.bytes", length));
    }

    /// <summary>Python's whole numbers have any length; those of a scaler are counts.</summary>
    private static long Long(ReadOnlySpan<byte> bytes) => (long)new System.Numerics.BigInteger(bytes);

    private string Line()
    {
        var end = file.AsSpan(position).IndexOf((byte)'\n');
        return Encoding.Latin1.GetString(end < 0 ? throw Damaged(new Phrase("pickle.endless-line")) : Take(end + 1)[..end]).TrimEnd('\r');
    }

    /// <summary>Protocol 0 writes what does not fit into a line as \u000a.</summary>
    private static string Unescape(string line) =>
        Escape()
            .Replace(
                line,
                match => char.ConvertFromUtf32(int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();

    private object? Top() => stack.Count > 0 && stack[^1] != Mark ? stack[^1] : throw Damaged(new Phrase("pickle.nothing-left"));

    private void Push(object? value) => stack.Add(value);

    private object? Pop() => PopMany(1)[0];

    private List<object?> PopMany(int count)
    {
        var from = stack.Count - count;
        if (from < 0 || stack.Skip(from).Contains(Mark))
        {
            throw Damaged(new Phrase("pickle.nothing-left"));
        }

        var popped = stack.GetRange(from, count);
        stack.RemoveRange(from, count);
        return popped;
    }

    private List<object?> PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        var popped = mark >= 0 ? stack.GetRange(mark + 1, stack.Count - mark - 1) : throw Damaged(new Phrase("pickle.list-no-begin"));
        stack.RemoveRange(mark, stack.Count - mark);
        return popped;
    }

    private object? Recall(long key) => memo.TryGetValue(key, out var value) ? value : throw Damaged(new Phrase("pickle.entry", key));

    private ModelFileException Damaged(Phrase what) => new(new Problem("pickle.damaged", what, position, file.Length));
}
