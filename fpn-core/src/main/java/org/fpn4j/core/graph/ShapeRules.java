package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape that each operation makes of its inputs' shapes; what does not fit is refused with {@link
 * IllegalArgumentException}.
 */
record ShapeRules(List<Shape> inputs) implements Operation.Visitor<Shape>, Operation.Loss.Visitor<Shape> {
    @Override
    public Shape convolution(Operation.Convolution convolution) {
        expect("convolution", 2, 3);
        int groups = convolution.groups();
        int stride = convolution.stride();
        Padding padding = convolution.padding();
        Shape x = inputs.get(0);
        Shape weight = inputs.get(1);
        check(x.rank() == 4 && weight.rank() == 4, "convolution needs [N, C, H, W], got " + inputs);
        check(
                x.channels() == weight.dim(1) * groups,
                "convolution of " + groups + " groups: expected " + weight.dim(1) * groups + " channels, got " + x);
        check(
                groups == 1 || (groups == x.channels() && weight.dim(0) == groups),
                "convolution groups[" + groups + "] must be 1 or the number of channels, got " + x);
        check(
                inputs.size() == 2 || inputs.get(2).equals(Shape.of(weight.dim(0))),
                "convolution: expected a bias of [" + weight.dim(0) + "], got " + inputs);
        check(
                convolution.dilation() >= 1,
                "convolution dilation[" + convolution.dilation() + "] must be at least 1 cell");
        int rows = convolution.span(weight.dim(2));
        int columns = convolution.span(weight.dim(3));
        padding.requireSymmetricOrSame("convolution", x, rows, columns, stride);
        return Shape.of(
                x.batch(),
                weight.dim(0),
                windowed(x.height(), padding.top() + padding.bottom(), rows, stride),
                windowed(x.width(), padding.left() + padding.right(), columns, stride));
    }

    @Override
    public Shape batchNorm(Operation.BatchNorm norm) {
        map("batch norm");
        expect("batch norm", 5, 5);
        return sameChannels("batch norm");
    }

    @Override
    public Shape groupNorm(Operation.GroupNorm norm) {
        map("group norm");
        expect("group norm", 3, 3);
        int channels = inputs.get(0).channels();
        check(
                channels % norm.groups() == 0,
                "group norm groups[" + norm.groups() + "] must divide the number of channels[" + channels + "]");
        return sameChannels("group norm");
    }

    @Override
    public Shape activate(Operation.Activate activate) {
        expect("activation", 1, 1);
        return inputs.get(0);
    }

    @Override
    public Shape maxPool(Operation.MaxPool pool) {
        Shape x = map("max pool");
        expect("max pool", 1, 1);
        Padding padding = pool.padding();
        int kernel = pool.kernel();
        check(
                Math.max(padding.top(), padding.bottom()) < kernel
                        && Math.max(padding.left(), padding.right()) < kernel,
                "max pool: a window of " + kernel + " may lie within the padding " + padding);
        padding.requireSymmetricOrSame("max pool", x, kernel, kernel, pool.stride());
        return Shape.of(
                x.batch(),
                x.channels(),
                windowed(x.height(), padding.top() + padding.bottom(), kernel, pool.stride()),
                windowed(x.width(), padding.left() + padding.right(), kernel, pool.stride()));
    }

    @Override
    public Shape resizeNearest(Operation.ResizeNearest resize) {
        Shape x = map("resize nearest");
        expect("resize nearest", 1, 1);
        return Shape.of(x.batch(), x.channels(), resize.height(), resize.width());
    }

    @Override
    public Shape sum(Operation.Sum sum) {
        expect("sum", 2, Integer.MAX_VALUE);
        return allEqual("sum", inputs);
    }

    @Override
    public Shape multiply(Operation.Multiply multiply) {
        expect("multiply", 1, 1);
        return inputs.get(0);
    }

    @Override
    public Shape scaleByParameter(Operation.ScaleByParameter scale) {
        expect("scale by parameter", 2, 2);
        check(inputs.get(1).size() == 1, "scale by parameter: expected a factor of shape [1]");
        return inputs.get(0);
    }

    @Override
    public Shape weightedFusion(Operation.WeightedFusion fusion) {
        expect("weighted fusion", 2, Integer.MAX_VALUE);
        List<Shape> maps = inputs.subList(0, inputs.size() - 1);
        check(
                inputs.get(maps.size()).size() == maps.size(),
                "weighted fusion of " + maps.size() + " maps: expected as many weights");
        return allEqual("weighted fusion", maps);
    }

    @Override
    public Shape concat(Operation.Concat concat) {
        int axis = concat.axis();
        expect("concat", 1, Integer.MAX_VALUE);
        check(axis != 0, "concat over axis 0: the images of a batch stay apart");
        check(
                inputs.stream().allMatch(input -> input.rank() == inputs.get(0).rank())
                        && axis > 0
                        && axis < inputs.get(0).rank(),
                "concat over axis " + axis + ": there is none in " + inputs);
        List<Integer> dims = new ArrayList<>(inputs.get(0).dims());
        int joined = 0;
        for (Shape input : inputs) {
            List<Integer> others = new ArrayList<>(input.dims());
            joined += others.set(axis, dims.get(axis));
            check(others.equals(dims), "concat over axis " + axis + ": shapes differ elsewhere, " + inputs);
        }
        dims.set(axis, joined);
        return new Shape(dims);
    }

    @Override
    public Shape mapToCells(Operation.MapToCells cells) {
        int values = cells.values();
        Shape x = map("map to cells");
        expect("map to cells", 1, 1);
        check(x.channels() % values == 0, "map to cells: " + x + " has no multiple of " + values + " channels");
        return Shape.of(x.batch(), x.height() * x.width() * (x.channels() / values), values);
    }

    @Override
    public Shape slice(Operation.Slice slice) {
        expect("slice", 1, 1);
        Shape x = inputs.get(0);
        int axis = slice.axis();
        check(axis != 0, "slice of axis 0: the images of a batch stay apart");
        check(axis > 0 && axis < x.rank(), "slice of axis " + axis + ": there is none in " + x);
        check(
                slice.from() >= 0 && slice.from() < slice.to() && slice.to() <= x.dim(axis),
                "slice [" + slice.from() + ", " + slice.to() + ") of axis " + axis + " is not within " + x);
        List<Integer> dims = new ArrayList<>(x.dims());
        dims.set(axis, slice.to() - slice.from());
        return new Shape(dims);
    }

    @Override
    public Shape maximum(Operation.Maximum maximum) {
        expect("maximum", 2, Integer.MAX_VALUE);
        return allEqual("maximum", inputs);
    }

    @Override
    public Shape mapsToRows(Operation.MapsToRows maps) {
        Shape x = map("maps to rows");
        expect("maps to rows", 1, 1);
        check(x.batch() % maps.rows() == 0, "maps to rows: " + x + " is no multiple of " + maps.rows() + " maps");
        return Shape.of(x.batch() / maps.rows(), maps.rows(), x.channels() * x.height() * x.width());
    }

    @Override
    public Shape depthToSpace(Operation.DepthToSpace depth) {
        Shape x = map("depth to space");
        expect("depth to space", 1, 1);
        int block = depth.block();
        check(
                x.channels() % (block * block) == 0,
                "depth to space: " + x + " has no multiple of " + block * block + " channels");
        return Shape.of(x.batch(), x.channels() / (block * block), x.height() * block, x.width() * block);
    }

    @Override
    public Shape spaceToDepth(Operation.SpaceToDepth space) {
        Shape x = map("space to depth");
        expect("space to depth", 1, 1);
        int block = space.block();
        check(
                x.height() % block == 0 && x.width() % block == 0,
                "space to depth: " + x + " is no multiple of blocks of " + block + "x" + block + " cells");
        return Shape.of(x.batch(), x.channels() * block * block, x.height() / block, x.width() / block);
    }

    @Override
    public Shape globalAveragePool(Operation.GlobalAveragePool pool) {
        Shape x = map("global average pool");
        expect("global average pool", 1, 1);
        return Shape.of(x.batch(), x.channels(), 1, 1);
    }

    @Override
    public Shape scaleChannels(Operation.ScaleChannels scale) {
        Shape x = map("scale channels");
        expect("scale channels", 2, 2);
        Shape factors = Shape.of(x.batch(), x.channels(), 1, 1);
        check(inputs.get(1).equals(factors), "scale channels: expected factors " + factors + ", got " + inputs.get(1));
        return x;
    }

    @Override
    public Shape normalizeChannels(Operation.NormalizeChannels normalize) {
        map("normalize channels");
        expect("normalize channels", 2, 2);
        return sameChannels("normalize channels");
    }

    @Override
    public Shape takeClass(Operation.TakeClass take) {
        expect("take class", 2, 2);
        Shape x = inputs.get(0);
        check(
                x.rank() == 3 && x.dim(2) % take.values() == 0,
                "take class: expected [N, L, K * " + take.values() + "], got " + x);
        Shape rows = Shape.of(x.dim(0), x.dim(1));
        check(inputs.get(1).equals(rows), "take class: expected classes " + rows + ", got " + inputs.get(1));
        return Shape.of(x.dim(0), x.dim(1), take.values());
    }

    @Override
    public Shape roiAlign(Operation.RoiAlign align) {
        int count = align.strides().size();
        check(
                count == align.levels().count(),
                "region align of " + count + " strides: expected as many levels as " + align.levels());
        expect("region align", count + 1, count + 1);
        Shape first = map("region align");
        for (Shape level : inputs.subList(0, count)) {
            check(
                    level.rank() == 4 && level.batch() == first.batch() && level.channels() == first.channels(),
                    "region align: expected maps of one batch and width, got " + inputs);
        }
        Shape regions = inputs.get(count);
        check(
                regions.rank() == 3 && regions.dim(0) == first.batch() && regions.dim(2) >= 4,
                "region align: expected regions [" + first.batch() + ", R, 4], got " + regions);
        return Shape.of(first.batch() * regions.dim(1), first.channels(), align.size(), align.size());
    }

    @Override
    public Shape decision(Operation.Decision decision) {
        return decision.infer(inputs);
    }

    @Override
    public Shape decodeDeltas(Operation.DecodeDeltas decode) {
        expect("decode deltas", 2, 2);
        boxes("decode deltas");
        check(
                inputs.get(1).equals(Shape.of(inputs.get(0).dim(1), 4)),
                "decode deltas: expected anchors [" + inputs.get(0).dim(1) + ", 4], got " + inputs.get(1));
        return inputs.get(0);
    }

    @Override
    public Shape distancesToBoxes(Operation.DistancesToBoxes distances) {
        expect("distances to boxes", 1, 1);
        boxes("distances to boxes");
        return inputs.get(0);
    }

    @Override
    public Shape loss(Operation.Loss loss) {
        return loss.acceptLoss(this);
    }

    @Override
    public Shape focal(Operation.FocalLoss loss) {
        Shape logits = prediction("focal loss");
        Shape cells = Shape.of(logits.dim(0), logits.dim(1));
        check(inputs.get(1).equals(cells), "focal loss: expected labels " + cells + ", got " + inputs.get(1));
        check(inputs.get(2).equals(cells), "focal loss: expected weights " + cells + ", got " + inputs.get(2));
        return Shape.of();
    }

    @Override
    public Shape smoothL1(Operation.SmoothL1Loss loss) {
        return weighted("smooth L1 loss");
    }

    @Override
    public Shape iou(Operation.IouLoss loss) {
        check(prediction("IoU loss").dim(2) == 4, "IoU loss: expected boxes [N, L, 4], got " + inputs.get(0));
        return weighted("IoU loss");
    }

    @Override
    public Shape binaryCrossEntropy(Operation.BinaryCrossEntropy loss) {
        return weighted("binary cross-entropy");
    }

    @Override
    public Shape softmaxCrossEntropy(Operation.SoftmaxCrossEntropy loss) {
        Shape logits = prediction("softmax cross-entropy");
        Shape rows = Shape.of(logits.dim(0), logits.dim(1));
        check(inputs.get(1).equals(rows), "softmax cross-entropy: expected classes " + rows + ", got " + inputs.get(1));
        check(inputs.get(2).equals(rows), "softmax cross-entropy: expected weights " + rows + ", got " + inputs.get(2));
        return Shape.of();
    }

    @Override
    public Shape gaussianFocal(Operation.GaussianFocalLoss loss) {
        return weighted("gaussian focal loss");
    }

    @Override
    public Shape extension(Operation.Extension operation) {
        return operation.infer(inputs);
    }

    private static int windowed(int size, int padding, int kernel, int stride) {
        int span = size + padding - kernel;
        check(span >= 0, "a window of " + kernel + " does not fit into " + size + " cells with padding " + padding);
        return span / stride + 1;
    }

    /** The number of inputs is one that the operation has a meaning for. */
    private void expect(String what, int least, int most) {
        check(
                inputs.size() >= least && inputs.size() <= most,
                what + ": expected " + (most == least ? "" + least : "at least " + least) + " inputs, got " + inputs);
    }

    /** The first input, which must be a map. */
    private Shape map(String what) {
        check(inputs.get(0).rank() == 4, what + " needs [N, C, H, W], got " + inputs);
        return inputs.get(0);
    }

    /** The first of a loss' three inputs. */
    private Shape prediction(String what) {
        expect(what, 3, 3);
        check(inputs.get(0).rank() == 3, what + " needs [N, L, V], got " + inputs);
        return inputs.get(0);
    }

    private void boxes(String what) {
        Shape x = inputs.get(0);
        check(x.rank() == 3 && x.dim(2) == 4, what + ": expected [N, L, 4], got " + x);
    }

    private Shape sameChannels(String what) {
        Shape x = inputs.get(0);
        for (Shape statistic : inputs.subList(1, inputs.size())) {
            check(
                    statistic.equals(Shape.of(x.channels())),
                    what + ": expected [" + x.channels() + "], got " + statistic);
        }
        return x;
    }

    private Shape allEqual(String what, List<Shape> shapes) {
        for (Shape shape : shapes) {
            check(shape.equals(shapes.get(0)), what + ": shapes differ, " + shapes);
        }
        return shapes.get(0);
    }

    private Shape weighted(String what) {
        Shape prediction = prediction(what);
        Shape cells = Shape.of(prediction.dim(0), prediction.dim(1));
        check(inputs.get(1).equals(prediction), what + ": expected targets " + prediction + ", got " + inputs.get(1));
        check(inputs.get(2).equals(cells), what + ": expected weights " + cells + ", got " + inputs.get(2));
        return Shape.of();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
