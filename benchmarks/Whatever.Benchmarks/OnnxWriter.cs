using System.Runtime.InteropServices;
using System.Text;
using Whatever.Model.Networks;

namespace Whatever.Benchmarks;

/// <summary>
/// Writes a network as an ONNX model (opset 14): just the handful of protobuf messages that it takes. Input (steps, batch, features),
/// output (batch, outputs). Field numbers from onnx.proto; the gates of ONNX come in the order i, o, f, c.
/// </summary>
internal static class OnnxWriter
{
    private static readonly int[] GateOrder = [0, 3, 1, 2];

    public static byte[] Write(LstmNetwork network)
    {
        var graph = new ProtoMessage();
        var sequence = "x";
        for (var l = 0; l < network.Lstm.Count; l++)
        {
            var isLast = l == network.Lstm.Count - 1;
            AddWeights(graph, network.Lstm[l], l);
            graph.Add(1, Node("LSTM", [sequence, $"w{l}", $"r{l}", $"b{l}"], [$"y{l}", $"h{l}"], ("hidden_size", network.Lstm[l].Units)));
            graph.Add(1, Node("Squeeze", [isLast ? $"h{l}" : $"y{l}", isLast ? "axis0" : "axis1"], [$"s{l}"]));
            sequence = $"s{l}";
        }

        var dense = network.Dense.Single();
        graph.Add(1, Node("Gemm", [sequence, "dense_w", "dense_b"], ["output"]));
        graph.Add(
            5,
            Tensor(
                "dense_w", [dense.Kernel.RowCount, dense.Kernel.ColumnCount],
                [.. dense.Kernel.ToRowMajorArray().Select(value => (float)value)]));
        graph.Add(5, Tensor("dense_b", [dense.Bias.Count], [.. dense.Bias.Select(value => (float)value)]));
        graph.Add(5, Axis("axis0", 0));
        graph.Add(5, Axis("axis1", 1));
        graph.Add(2, "network");
        graph.Add(11, Value("x", "steps", "batch", network.Features));
        graph.Add(12, Value("output", "batch", null, network.Outputs));
        var opset = new ProtoMessage();
        opset.Add(2, 14);
        var model = new ProtoMessage();
        model.Add(1, 8);
        model.Add(7, graph);
        model.Add(8, opset);
        return model.ToArray();
    }

    private static void AddWeights(ProtoMessage graph, LstmLayer layer, int l)
    {
        var units = layer.Units;
        var w = GateOrder.SelectMany(
            gate =>
                Enumerable.Range(0, units)
                    .SelectMany(unit => Enumerable.Range(0, layer.Features).Select(k => (float)layer.Kernel[k, (gate * units) + unit])));
        var r = GateOrder.SelectMany(
            gate =>
                Enumerable.Range(0, units)
                    .SelectMany(unit => Enumerable.Range(0, units).Select(k => (float)layer.RecurrentKernel[k, (gate * units) + unit])));
        var b = GateOrder.SelectMany(gate => Enumerable.Range(0, units).Select(unit => (float)layer.Bias[(gate * units) + unit]))
            .Concat(new float[4 * units]);
        graph.Add(5, Tensor($"w{l}", [1, 4 * units, layer.Features], [.. w]));
        graph.Add(5, Tensor($"r{l}", [1, 4 * units, units], [.. r]));
        graph.Add(5, Tensor($"b{l}", [1, 8 * units], [.. b]));
    }

    private static ProtoMessage Node(string type, string[] inputs, string[] outputs, (string Name, int Value)? attribute = null)
    {
        var node = new ProtoMessage();
        Array.ForEach(inputs, input => node.Add(1, input));
        Array.ForEach(outputs, output => node.Add(2, output));
        node.Add(4, type);
        if (attribute is { } given)
        {
            var message = new ProtoMessage();
            message.Add(1, given.Name);
            message.Add(3, given.Value);
            message.Add(20, 2);
            node.Add(5, message);
        }

        return node;
    }

    private static ProtoMessage Tensor(string name, int[] shape, float[] values)
    {
        var tensor = new ProtoMessage();
        Array.ForEach(shape, length => tensor.Add(1, length));
        tensor.Add(2, 1);
        tensor.Add(8, name);
        tensor.Add(9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        return tensor;
    }

    private static ProtoMessage Axis(string name, long axis)
    {
        var tensor = new ProtoMessage();
        tensor.Add(1, 1);
        tensor.Add(2, 7);
        tensor.Add(8, name);
        tensor.Add(9, BitConverter.GetBytes(axis));
        return tensor;
    }

    private static ProtoMessage Value(string name, string first, string? second, int last)
    {
        var shape = new ProtoMessage();
        foreach (var free in new[] { first, second }.OfType<string>())
        {
            var dimension = new ProtoMessage();
            dimension.Add(2, free);
            shape.Add(1, dimension);
        }

        var known = new ProtoMessage();
        known.Add(1, last);
        shape.Add(1, known);
        var tensor = new ProtoMessage();
        tensor.Add(1, 1);
        tensor.Add(2, shape);
        var type = new ProtoMessage();
        type.Add(1, tensor);
        var value = new ProtoMessage();
        value.Add(1, name);
        value.Add(2, type);
        return value;
    }

    private sealed class ProtoMessage
    {
        private readonly List<byte> bytes = [];

        public void Add(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
        }

        public void Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

        public void Add(int field, ProtoMessage message) => Add(field, message.ToArray());

        public void Add(int field, byte[] value)
        {
            Varint(((ulong)field << 3) | 2);
            Varint((ulong)value.Length);
            bytes.AddRange(value);
        }

        public byte[] ToArray() => [.. bytes];

        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                bytes.Add((byte)(value | 0x80));
            }

            bytes.Add((byte)value);
        }
    }
}
