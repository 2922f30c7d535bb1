package org.fpn4j.interop.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;

/**
 * What each operation of inference is in ONNX: adds its nodes and gives the name of the result. No rule knows the size of
 * the batch: shapes say 0 in its place, which is ONNX's word for "as it was".
 *
 * @param inputs names of values, and their shapes
 */
record OnnxLowering(OnnxScope scope, List<String> inputs, List<Shape> shapes, Shape output)
        implements Operation.Visitor<String> {
    @Override
    public String convolution(Operation.Convolution convolution) {
        return convolution(convolution, shapes.get(1));
    }

    @Override
    public String batchNorm(Operation.BatchNorm norm) {
        return scope.apply("BatchNormalization", inputs, Attributes.real("epsilon", norm.epsilon()));
    }

    @Override
    public String groupNorm(Operation.GroupNorm norm) {
        return groupNorm(norm, shapes.get(0));
    }

    @Override
    public String activate(Operation.Activate activate) {
        return activate(activate.activation(), inputs.get(0));
    }

    @Override
    public String maxPool(Operation.MaxPool pool) {
        return maxPool(pool, inputs.get(0));
    }

    @Override
    public String resizeNearest(Operation.ResizeNearest resize) {
        return resizeNearest(resize, inputs.get(0), shapes.get(0));
    }

    @Override
    public String sum(Operation.Sum sum) {
        return inputs.size() == 2 ? scope.apply("Add", inputs) : scope.apply("Sum", inputs);
    }

    @Override
    public String multiply(Operation.Multiply multiply) {
        return scope.apply("Mul", inputs.get(0), scope.real(multiply.factor()));
    }

    @Override
    public String scaleByParameter(Operation.ScaleByParameter scale) {
        return scope.apply("Mul", inputs);
    }

    @Override
    public String weightedFusion(Operation.WeightedFusion fusion) {
        int maps = inputs.size() - 1;
        String raw = inputs.get(maps);
        String shares =
                switch (fusion.mode()) {
                    case FAST -> {
                        String positive = scope.apply("Relu", raw);
                        String sum = scope.apply("ReduceSum", positive, scope.integers(0));
                        yield scope.apply("Div", positive, scope.apply("Add", sum, scope.real(fusion.epsilon())));
                    }
                    case SOFTMAX -> scope.apply("Softmax", List.of(raw), Attributes.integer("axis", 0));
                };
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < maps; i++) {
            terms.add(scope.apply("Mul", inputs.get(i), scope.slice(shares, 0, i, i + 1)));
        }
        return scope.apply("Sum", terms);
    }

    @Override
    public String concat(Operation.Concat concat) {
        return scope.concat(concat.axis(), inputs);
    }

    @Override
    public String mapToCells(Operation.MapToCells cells) {
        return mapToCells(cells, inputs.get(0), shapes.get(0));
    }

    @Override
    public String slice(Operation.Slice slice) {
        return scope.slice(inputs.get(0), slice.axis(), slice.from(), slice.to());
    }

    @Override
    public String maximum(Operation.Maximum maximum) {
        return scope.apply("Max", inputs);
    }

    @Override
    public String mapsToRows(Operation.MapsToRows maps) {
        return scope.reshape(inputs.get(0), -1, maps.rows(), output.dim(2));
    }

    @Override
    public String depthToSpace(Operation.DepthToSpace depth) {
        return scope.apply(
                "DepthToSpace",
                inputs,
                Attributes.integer("blocksize", depth.block()),
                Attributes.text("mode", "CRD")); // column and row of the block within the channel
    }

    @Override
    public String spaceToDepth(Operation.SpaceToDepth space) {
        return spaceToDepth(space.block(), shapes.get(0));
    }

    @Override
    public String globalAveragePool(Operation.GlobalAveragePool pool) {
        return scope.apply("GlobalAveragePool", inputs);
    }

    @Override
    public String scaleChannels(Operation.ScaleChannels scale) {
        return scope.apply("Mul", inputs);
    }

    @Override
    public String normalizeChannels(Operation.NormalizeChannels normalize) {
        return normalizeChannels(normalize.epsilon());
    }

    @Override
    public String takeClass(Operation.TakeClass take) {
        return takeClass(shapes.get(0).dim(2) / take.values(), take.values());
    }

    @Override
    public String roiAlign(Operation.RoiAlign align) {
        return new OnnxRegions(scope, align).append(inputs, shapes);
    }

    @Override
    public String decision(Operation.Decision decision) {
        return OnnxRule.apply(decision, scope, inputs, shapes, output);
    }

    @Override
    public String decodeDeltas(Operation.DecodeDeltas decode) {
        return scope.decodeDeltas(
                inputs.get(0), inputs.get(1), decode.centerWeight(), decode.sizeWeight(), decode.clamp());
    }

    @Override
    public String distancesToBoxes(Operation.DistancesToBoxes distances) {
        String x = inputs.get(0);
        return scope.concat(-1, List.of(scope.apply("Neg", scope.slice(x, -1, 0, 2)), scope.slice(x, -1, 2, 4)));
    }

    @Override
    public String loss(Operation.Loss loss) {
        throw new IllegalArgumentException("operation[" + loss.label() + "] is for training, and has no rule in ONNX");
    }

    @Override
    public String extension(Operation.Extension operation) {
        return OnnxRule.apply(operation, scope, inputs, shapes, output);
    }

    private String convolution(Operation.Convolution convolution, Shape weight) {
        return scope.apply(
                "Conv",
                inputs,
                Attributes.integers("kernel_shape", weight.dim(2), weight.dim(3)),
                Attributes.integers("strides", convolution.stride(), convolution.stride()),
                Attributes.integers("pads", pads(convolution.padding())),
                Attributes.integers("dilations", convolution.dilation(), convolution.dilation()),
                Attributes.integer("group", convolution.groups()));
    }

    private static long[] pads(Padding padding) {
        return new long[] {padding.top(), padding.left(), padding.bottom(), padding.right()};
    }

    private String maxPool(Operation.MaxPool pool, String x) {
        return scope.apply(
                "MaxPool",
                List.of(x),
                Attributes.integers("kernel_shape", pool.kernel(), pool.kernel()),
                Attributes.integers("strides", pool.stride(), pool.stride()),
                Attributes.integers("pads", pads(pool.padding())));
    }

    /** Opset 17 has no group norm: an instance norm whose channels are the groups, then a factor and shift per channel. */
    private String groupNorm(Operation.GroupNorm norm, Shape shape) {
        float[] ones = new float[norm.groups()];
        Arrays.fill(ones, 1);
        String grouped = scope.reshape(inputs.get(0), 0, norm.groups(), -1);
        String normalized = scope.apply(
                "InstanceNormalization",
                List.of(grouped, scope.nodes().reals(ones), scope.nodes().reals(new float[norm.groups()])),
                Attributes.real("epsilon", norm.epsilon()));
        String map = scope.reshape(normalized, 0, shape.channels(), shape.height(), shape.width());
        String scaled = scope.apply("Mul", map, scope.reshape(inputs.get(1), 1, -1, 1, 1));
        return scope.apply("Add", scaled, scope.reshape(inputs.get(2), 1, -1, 1, 1));
    }

    private String activate(Activation activation, String x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> scope.apply("Relu", x);
            case LEAKY_RELU -> scope.apply("LeakyRelu", List.of(x), Attributes.real("alpha", 0.01));
            case SWISH -> scope.apply("Mul", x, scope.apply("Sigmoid", x));
            case SIGMOID -> scope.apply("Sigmoid", x);
            case EXP -> scope.apply("Exp", x);
            case HARD_SIGMOID -> scope.apply(
                    "HardSigmoid", List.of(x), Attributes.real("alpha", 1.0 / 6), Attributes.real("beta", 0.5));
            case HARD_SWISH -> scope.apply("HardSwish", x); // alpha and beta are those constants there
            case RELU6 -> scope.apply("Min", scope.apply("Max", x, scope.real(0)), scope.real(6));
        };
    }

    /**
     * ONNX computes the source of a cell in floating point, by a formula that implementations round differently. With factors
     * that are powers of two every one of them is exact; all others list their rows and columns.
     */
    private String resizeNearest(Operation.ResizeNearest resize, String x, Shape shape) {
        if (isExact(shape.height(), resize.height()) && isExact(shape.width(), resize.width())) {
            String scales = scope.nodes()
                    .reals(1, 1, (float) resize.height() / shape.height(), (float) resize.width() / shape.width());
            return scope.apply(
                    "Resize",
                    List.of(x, "", scales),
                    Attributes.text("mode", "nearest"),
                    Attributes.text("coordinate_transformation_mode", "asymmetric"),
                    Attributes.text("nearest_mode", "floor"));
        }
        return pick(pick(x, 2, shape.height(), resize.height()), 3, shape.width(), resize.width());
    }

    private static boolean isExact(int size, int target) {
        return target % size == 0 && Integer.bitCount(target / size) == 1;
    }

    private String pick(String x, int axis, int size, int target) {
        if (size == target) {
            return x;
        }
        long[] sources = IntStream.range(0, target)
                .mapToLong(i -> (long) i * size / target)
                .toArray();
        return scope.apply("Gather", List.of(x, scope.integers(sources)), Attributes.integer("axis", axis));
    }

    private String mapToCells(Operation.MapToCells cells, String x, Shape shape) {
        int anchors = shape.channels() / cells.values();
        String split = scope.reshape(x, 0, anchors, cells.values(), shape.height(), shape.width());
        String turned = scope.apply("Transpose", List.of(split), Attributes.integers("perm", 0, 3, 4, 1, 2));
        return scope.reshape(turned, 0, -1, cells.values());
    }

    /** The operation of that name has other orders of a block's cells. */
    private String spaceToDepth(int block, Shape shape) {
        int height = shape.height() / block;
        int width = shape.width() / block;
        String split = scope.reshape(inputs.get(0), 0, shape.channels(), height, block, width, block);
        String turned = scope.apply("Transpose", List.of(split), Attributes.integers("perm", 0, 5, 3, 1, 2, 4));
        return scope.reshape(turned, 0, (long) shape.channels() * block * block, height, width);
    }

    private String normalizeChannels(double epsilon) {
        String lengths = scope.apply("ReduceL2", List.of(inputs.get(0)), Attributes.integers("axes", 1));
        String scaled = scope.apply("Div", inputs.get(0), scope.apply("Max", lengths, scope.real(epsilon)));
        return scope.apply("Mul", scaled, scope.reshape(inputs.get(1), 1, -1, 1, 1));
    }

    /** Of each row the values of one class are kept, those of the others are 0, and all are added up. */
    private String takeClass(int count, int values) {
        float[] classes = new float[count];
        for (int i = 0; i < count; i++) {
            classes[i] = i;
        }
        String own = scope.apply(
                "Equal",
                scope.reshape(inputs.get(1), 0, 0, 1, 1),
                scope.reshape(scope.nodes().reals(classes), -1, 1));
        String rows = scope.reshape(inputs.get(0), 0, 0, count, values);
        return scope.apply(
                "ReduceSum",
                List.of(scope.apply("Where", own, rows, scope.real(0)), scope.integers(2)),
                Attributes.integer("keepdims", 0));
    }
}
