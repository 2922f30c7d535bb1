package org.fpn4j.core.samediff;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What each operation is in SameDiff.
 *
 * @param inputs the node's inputs as variables
 */
record Lowering(SameDiffReading reading, Reading.Applied node, List<SDVariable> inputs)
        implements Operation.Visitor<SDVariable> {
    private SameDiff sd() {
        return reading.sameDiff();
    }

    private Shape shape() {
        return node.shapes().get(0);
    }

    @Override
    public SDVariable convolution(Operation.Convolution convolution) {
        return convolution(sd(), convolution, inputs, node.shapes());
    }

    @Override
    public SDVariable batchNorm(Operation.BatchNorm norm) {
        return norm.trained()
                ? reading.trainedNorm(norm, node.inputs())
                : Normalizations.storedStatistics(sd(), norm, inputs, shape());
    }

    @Override
    public SDVariable groupNorm(Operation.GroupNorm norm) {
        return Normalizations.groups(sd(), norm, inputs, shape());
    }

    @Override
    public SDVariable activate(Operation.Activate activate) {
        return activate(sd(), activate.activation(), inputs.get(0));
    }

    @Override
    public SDVariable maxPool(Operation.MaxPool pool) {
        return maxPool(sd(), pool, inputs.get(0));
    }

    @Override
    public SDVariable resizeNearest(Operation.ResizeNearest resize) {
        return resizeNearest(sd(), resize, inputs.get(0), shape());
    }

    @Override
    public SDVariable sum(Operation.Sum sum) {
        SDVariable total = inputs.get(0);
        for (SDVariable term : inputs.subList(1, inputs.size())) {
            total = total.add(term);
        }
        return total;
    }

    @Override
    public SDVariable multiply(Operation.Multiply multiply) {
        return inputs.get(0).mul(multiply.factor());
    }

    @Override
    public SDVariable scaleByParameter(Operation.ScaleByParameter scale) {
        return Normalizations.scaleAll(sd(), inputs.get(0), inputs.get(1), shape());
    }

    @Override
    public SDVariable weightedFusion(Operation.WeightedFusion fusion) {
        return weightedFusion(sd(), fusion, inputs, shape());
    }

    @Override
    public SDVariable concat(Operation.Concat concat) {
        return sd().concat(concat.axis(), inputs.toArray(new SDVariable[0]));
    }

    @Override
    public SDVariable mapToCells(Operation.MapToCells cells) {
        return mapToCells(cells, inputs.get(0), shape(), node.output());
    }

    @Override
    public SDVariable slice(Operation.Slice slice) {
        SDIndex[] all = new SDIndex[shape().rank()];
        Arrays.fill(all, SDIndex.all());
        all[slice.axis()] = SDIndex.interval(slice.from(), slice.to());
        return inputs.get(0).get(all);
    }

    @Override
    public SDVariable maximum(Operation.Maximum maximum) {
        return Picks.maximum(sd(), inputs);
    }

    @Override
    public SDVariable mapsToRows(Operation.MapsToRows maps) {
        return inputs.get(0).reshape(node.output().toLongArray());
    }

    @Override
    public SDVariable depthToSpace(Operation.DepthToSpace depth) {
        return depthToSpace(inputs.get(0), depth.block(), node.output());
    }

    @Override
    public SDVariable spaceToDepth(Operation.SpaceToDepth space) {
        return spaceToDepth(inputs.get(0), space.block(), node.output());
    }

    @Override
    public SDVariable globalAveragePool(Operation.GlobalAveragePool pool) {
        return Normalizations.means(inputs.get(0), shape());
    }

    @Override
    public SDVariable scaleChannels(Operation.ScaleChannels scale) {
        return Normalizations.scaleMaps(sd(), inputs.get(0), inputs.get(1), shape());
    }

    @Override
    public SDVariable normalizeChannels(Operation.NormalizeChannels normalize) {
        return Normalizations.cells(sd(), normalize, inputs, shape());
    }

    @Override
    public SDVariable takeClass(Operation.TakeClass take) {
        return Picks.takeClass(sd(), inputs, shape(), node.output());
    }

    @Override
    public SDVariable roiAlign(Operation.RoiAlign align) {
        return RegionLowering.align(sd(), align, inputs, node.shapes(), node.output());
    }

    @Override
    public SDVariable decision(Operation.Decision decision) {
        return reading.decided(decision, node);
    }

    @Override
    public SDVariable decodeDeltas(Operation.DecodeDeltas decode) {
        return BoxLowering.decodeDeltas(sd(), decode, inputs, shape());
    }

    @Override
    public SDVariable distancesToBoxes(Operation.DistancesToBoxes distances) {
        return BoxLowering.distancesToBoxes(sd(), inputs.get(0));
    }

    @Override
    public SDVariable loss(Operation.Loss loss) {
        return loss.acceptLoss(new LossLowering(sd(), inputs, shape()));
    }

    @Override
    public SDVariable extension(Operation.Extension operation) {
        return SameDiffRule.apply(sd(), operation, reading.plain(node.inputs()), node.shapes(), node.output());
    }

    private static SDVariable convolution(
            SameDiff sd, Operation.Convolution convolution, List<SDVariable> inputs, List<Shape> shapes) {
        Padding padding = convolution.padding();
        Shape weight = shapes.get(1);
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(convolution.span(weight.dim(2)))
                .kW(convolution.span(weight.dim(3)))
                .sH(convolution.stride())
                .sW(convolution.stride())
                .pH(padding.symmetric() ? padding.top() : 0)
                .pW(padding.symmetric() ? padding.left() : 0)
                // VALID takes pH and pW as they are
                .paddingMode(padding.symmetric() ? PaddingMode.VALID : PaddingMode.SAME)
                .dataFormat("NCHW")
                .build();
        SDVariable x = inputs.get(0);
        SDVariable kernel = DilatedKernels.spread(sd, inputs.get(1), weight, convolution);
        if (convolution.groups() > 1) {
            return inputs.size() == 2
                    ? sd.cnn().depthWiseConv2d(x, kernel, config)
                    : sd.cnn().depthWiseConv2d(x, kernel, inputs.get(2), config);
        }
        if (weight.dim(1) == 1) { // stored like a depthwise one, [kH, kW, out, 1]
            kernel = kernel.reshape(config.getKH(), config.getKW(), 1, weight.dim(0));
        }
        return inputs.size() == 2
                ? sd.cnn().conv2d(x, kernel, config)
                : sd.cnn().conv2d(x, kernel, inputs.get(2), config);
    }

    private static SDVariable activate(SameDiff sd, Activation activation, SDVariable x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> sd.nn().relu(x, 0);
            case LEAKY_RELU -> sd.nn().leakyRelu(x, 0.01);
            case SWISH -> x.mul(sd.nn().sigmoid(x));
            case SIGMOID -> sd.nn().sigmoid(x);
            case EXP -> sd.math().exp(x);
            case HARD_SIGMOID -> hardSigmoid(sd, x);
            case HARD_SWISH -> x.mul(hardSigmoid(sd, x));
            case RELU6 -> sd.math().clipByValue(x, 0, 6);
        };
    }

    private static SDVariable hardSigmoid(SameDiff sd, SDVariable x) {
        return sd.math().clipByValue(x.mul(1.0 / 6).add(0.5), 0, 1);
    }

    private static SDVariable maxPool(SameDiff sd, Operation.MaxPool pool, SDVariable x) {
        Padding padding = pool.padding();
        boolean symmetric = padding.symmetric();
        Pooling2DConfig config = Pooling2DConfig.builder()
                .kH(pool.kernel())
                .kW(pool.kernel())
                .sH(pool.stride())
                .sW(pool.stride())
                .pH(symmetric ? padding.top() : 0)
                .pW(symmetric ? padding.left() : 0)
                .paddingMode(symmetric ? PaddingMode.VALID : PaddingMode.SAME)
                .isNHWC(false)
                .build();
        return sd.cnn().maxPooling2d(x, config);
    }

    /**
     * Growing by a whole factor, with cells cut off at the end where the target is not a multiple, is ND4J's upsampling
     * and a slice; everything else picks rows and columns.
     */
    private static SDVariable resizeNearest(SameDiff sd, Operation.ResizeNearest resize, SDVariable x, Shape shape) {
        int factor = (resize.height() + shape.height() - 1) / shape.height();
        if (repeats(shape.height(), resize.height(), factor) && repeats(shape.width(), resize.width(), factor)) {
            SDVariable grown = factor == 1 ? x : sd.cnn().upsampling2d(x, factor, factor, true);
            if (resize.height() == factor * shape.height() && resize.width() == factor * shape.width()) {
                return grown;
            }
            return grown.get(
                    SDIndex.all(),
                    SDIndex.all(),
                    SDIndex.interval(0, resize.height()),
                    SDIndex.interval(0, resize.width()));
        }
        return pick(sd, pick(sd, x, shape, resize.height()), output(shape, resize.height()), resize.width());
    }

    /**
     * Resizes the rows and turns the map by 90 degrees, so that twice makes a whole resize: a product with a matrix of
     * zeros and ones, because the gradient of gather cannot be built for the axes needed here.
     */
    private static SDVariable pick(SameDiff sd, SDVariable x, Shape shape, int height) {
        INDArray selection = Nd4j.zeros(x.dataType(), shape.height(), height);
        int[] sources = sources(shape.height(), height);
        for (int i = 0; i < height; i++) {
            selection.putScalar(sources[i], i, 1);
        }
        long maps = (long) shape.batch() * shape.channels();
        SDVariable columns = x.permute(0, 1, 3, 2).reshape(maps * shape.width(), shape.height());
        return sd.linalg()
                .mmul(columns, sd.constant(selection))
                .reshape(shape.batch(), shape.channels(), shape.width(), height);
    }

    /** Shape of {@link #pick}'s result. */
    private static Shape output(Shape shape, int height) {
        return Shape.of(shape.batch(), shape.channels(), shape.width(), height);
    }

    private static boolean repeats(int size, int target, int factor) {
        if (target > factor * size) {
            return false;
        }
        int[] sources = sources(size, target);
        for (int i = 0; i < target; i++) {
            if (sources[i] != i / factor) {
                return false;
            }
        }
        return true;
    }

    private static int[] sources(int size, int target) {
        int[] sources = new int[target];
        for (int i = 0; i < target; i++) {
            sources[i] = (int) ((long) i * size / target);
        }
        return sources;
    }

    private static SDVariable weightedFusion(
            SameDiff sd, Operation.WeightedFusion fusion, List<SDVariable> inputs, Shape shape) {
        int maps = inputs.size() - 1;
        SDVariable raw = inputs.get(maps);
        SDVariable shares =
                switch (fusion.mode()) {
                    case FAST -> {
                        SDVariable positive = sd.nn().relu(raw, 0);
                        SDVariable inverse =
                                sd.math().reciprocal(positive.sum(true, 0).add(fusion.epsilon()));
                        // divide_bp with a broadcast divisor gives wrong gradients, so the divisor is tiled
                        yield positive.mul(sd.tile(inverse, maps));
                    }
                    case SOFTMAX -> sd.nn().softmax(raw.reshape(1, maps), 1).reshape(maps);
                };
        SDVariable sum = null;
        for (int i = 0; i < maps; i++) {
            SDVariable share = shares.get(SDIndex.interval(i, i + 1));
            SDVariable term = Normalizations.scaleAll(sd, inputs.get(i), share, shape);
            sum = sum == null ? term : sum.add(term);
        }
        return sum;
    }

    private static SDVariable mapToCells(Operation.MapToCells cells, SDVariable x, Shape shape, Shape output) {
        int anchors = shape.channels() / cells.values();
        return x.reshape(shape.batch(), anchors, cells.values(), shape.height(), shape.width())
                .permute(0, 3, 4, 1, 2)
                .reshape(output.toLongArray());
    }

    private static SDVariable spaceToDepth(SDVariable x, int block, Shape output) {
        int channels = output.channels() / (block * block);
        return x.reshape(output.batch(), channels, output.height(), block, output.width(), block)
                .permute(0, 5, 3, 1, 2, 4)
                .reshape(output.toLongArray());
    }

    private static SDVariable depthToSpace(SDVariable x, int block, Shape output) {
        int height = output.height() / block;
        int width = output.width() / block;
        return x.reshape(output.batch(), output.channels(), block, block, height, width)
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(output.toLongArray());
    }
}
