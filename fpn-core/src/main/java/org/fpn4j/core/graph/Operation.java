package org.fpn4j.core.graph;

import java.util.List;

/**
 * Everything that a node can be. A reading of a {@link Graph} has one rule for each; shapes and costs are here, so that
 * all readings agree on them. Maps are {@code [N, C, H, W]}, predictions {@code [N, L, K]} with {@code L} cells (or anchors)
 * of all levels, boxes {@code x1, y1, x2, y2} in input pixels.
 */
public sealed interface Operation {
    /** The output's shape; {@link IllegalArgumentException} where the inputs' shapes do not fit. */
    default Shape infer(List<Shape> inputs) {
        return accept(new ShapeRules(inputs));
    }

    /** Multiply-accumulates; 0 but for convolutions. */
    default long macs(List<Shape> inputs, Shape output) {
        return 0;
    }

    /** Whether it takes its statistics of the batch while training; its second input is then a parameter of its own. */
    default boolean usesBatchStatistics() {
        return false;
    }

    /** Whether the output is a scalar that is minimised, at which gradients begin. */
    default boolean makesLoss() {
        return false;
    }

    /** Whether gradients flow back through it; what leads to a loss through others alone is not trained by that loss. */
    default boolean passesGradients() {
        return true;
    }

    /** Asks a visitor what it has for this kind of operation. */
    <R> R accept(Visitor<R> visitor);

    /** Lower-case words joined by underscores, for names of nodes. */
    default String label() {
        return NodeNames.words(getClass().getSimpleName());
    }

    /**
     * Inputs: {@code x, weight [out, in / groups, kH, kW]} and optionally {@code bias [out]}. Output size is
     * {@code floor((x + padding - span) / stride) + 1}.
     *
     * @param groups 1, or the number of input channels (depthwise, one filter per channel)
     * @param dilation cells from one tap of the kernel to the next
     */
    record Convolution(int stride, Padding padding, int groups, int dilation) implements Operation {
        /** One whose taps are neighbours. */
        public Convolution(int stride, Padding padding, int groups) {
            this(stride, padding, groups, 1);
        }

        /** The same with other padding. */
        public Convolution padded(Padding other) {
            return new Convolution(stride, other, groups, dilation);
        }

        /** Cells from the first to the last of so many taps, both included. */
        public int span(int taps) {
            return (taps - 1) * dilation + 1;
        }

        @Override
        public long macs(List<Shape> inputs, Shape output) {
            Shape weight = inputs.get(1);
            return output.size() * weight.dim(1) * weight.dim(2) * weight.dim(3);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolution(this);
        }
    }

    /**
     * Inputs: {@code x, scale [C], shift [C], mean [C], variance [C]}.
     *
     * @param momentum share of the batch's statistics that enters the running ones at each step (PyTorch's meaning)
     * @param trained batch statistics while training and running ones otherwise; false: always the stored ones
     */
    record BatchNorm(double epsilon, double momentum, boolean trained) implements Operation {
        @Override
        public boolean usesBatchStatistics() {
            return trained;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.batchNorm(this);
        }
    }

    /** Inputs: {@code x, scale [C], shift [C]}; statistics per image over groups of channels (arXiv:1803.08494v3). */
    record GroupNorm(int groups, double epsilon) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.groupNorm(this);
        }
    }

    /** Input: any tensor. */
    record Activate(Activation activation) implements Operation {
        @Override
        public String label() {
            return activation.name().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.activate(this);
        }
    }

    /** Input: one map. Padding never wins. */
    record MaxPool(int kernel, int stride, Padding padding) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maxPool(this);
        }
    }

    /** Input: one map. Cell {@code i} of the output is cell {@code floor(i * size / target)} of the input. */
    record ResizeNearest(int height, int width) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resizeNearest(this);
        }
    }

    /** Inputs: two or more tensors of one shape. */
    record Sum() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sum(this);
        }
    }

    /** Input: any tensor, multiplied by a constant. */
    record Multiply(double factor) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.multiply(this);
        }
    }

    /** Inputs: any tensor and a learned factor {@code [1]}. */
    record ScaleByParameter() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scaleByParameter(this);
        }
    }

    /**
     * Inputs: {@code k} maps of one shape and the weights {@code [k]} (arXiv:1911.09070v7, section 3.3).
     *
     * <pre>
     * FAST:     sum_i relu(w_i) x_i / (sum_j relu(w_j) + epsilon)
     * SOFTMAX:  sum_i softmax(w)_i x_i
     * </pre>
     */
    record WeightedFusion(Mode mode, double epsilon) implements Operation, Fusing {
        /** How raw weights become shares. */
        public enum Mode {
            FAST,
            SOFTMAX
        }

        @Override
        public double[] shares(float[] weights) {
            return switch (mode) {
                case FAST -> FusionShares.fast(weights, epsilon);
                case SOFTMAX -> FusionShares.softmax(weights);
            };
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.weightedFusion(this);
        }
    }

    /** Inputs: tensors that differ in one dimension only. */
    record Concat(int axis) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.concat(this);
        }
    }

    /**
     * Input: a predictor's map {@code [N, A * values, H, W]}; output {@code [N, H * W * A, values]}, row-major over y, x,
     * then anchor.
     */
    record MapToCells(int values) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mapToCells(this);
        }
    }

    /** Input: a tensor; output: the stretch {@code [from, to)} of one axis, which is not that of the images. */
    record Slice(int axis, int from, int to) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.slice(this);
        }
    }

    /**
     * Inputs: two or more tensors of one shape; output: the largest of their values, place by place. Where several have it,
     * each gets an equal share of the gradient.
     */
    record Maximum() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maximum(this);
        }
    }

    /**
     * Input: maps of regions {@code [N * rows, C, H, W]}; output {@code [N, rows, C * H * W]}, the same values in the same
     * order.
     */
    record MapsToRows(int rows) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mapsToRows(this);
        }
    }

    /**
     * Channels spread over blocks of cells: input {@code [N, C * block * block, H, W]}, output {@code [N, C, H * block, W *
     * block]}; channel {@code (c * block + dy) * block + dx} becomes row {@code dy} and column {@code dx} of a block of
     * channel {@code c}. After a 1x1 convolution it is a transposed convolution whose kernel is as large as its stride.
     */
    record DepthToSpace(int block) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.depthToSpace(this);
        }
    }

    /**
     * Blocks of cells stacked as channels: input {@code [N, C, H * block, W * block]}, output {@code [N, C * block * block, H,
     * W]}; row {@code dy} and column {@code dx} of a block of channel {@code c} becomes channel {@code (dx * block + dy) * C +
     * c}, the order of YOLOX's focus. It does not undo {@link DepthToSpace}, whose blocks stand within a channel.
     */
    record SpaceToDepth(int block) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.spaceToDepth(this);
        }
    }

    /** Input: one map {@code [N, C, H, W]}; output {@code [N, C, 1, 1]}, the mean of each channel. */
    record GlobalAveragePool() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.globalAveragePool(this);
        }
    }

    /** Inputs: a map {@code [N, C, H, W]} and a factor for each of its channels {@code [N, C, 1, 1]}. */
    record ScaleChannels() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scaleChannels(this);
        }
    }

    /**
     * The channels of each cell at one length, then a factor for each channel (ParseNet, arXiv:1506.04579v2, section 3.3; SSD's
     * conv4_3). Inputs: {@code x [N, C, H, W], scale [C]}.
     *
     * <pre>
     * y_c = scale_c x_c / max(sqrt(sum_k x_k^2), epsilon)
     * </pre>
     */
    record NormalizeChannels(double epsilon) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalizeChannels(this);
        }
    }

    /**
     * The values that a row has for its class. Inputs: {@code x [N, L, K * values]} and the classes {@code [N, L]}; output
     * {@code [N, L, values]}, zeros where the class is none of {@code 0..K - 1}. No gradient flows to the classes.
     */
    record TakeClass(int values) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.takeClass(this);
        }
    }

    /**
     * Maps of regions of a pyramid (He et al., arXiv:1703.06870v3, section 3, RoIAlign; the level of each by {@link
     * RegionLevels}). Inputs: maps {@code [N, C, H_l, W_l]}, finest first, and regions {@code [N, R, V]} whose first four
     * values are corners in input pixels; output {@code [N * R, C, size, size]}, image after image. A cell of the output is
     * the mean of samples on a regular grid in its part of the region, each interpolated between the four nearest cells; a
     * sample more than one cell outside of the map is 0, others are moved to its border. No gradient flows to regions.
     *
     * @param strides input pixels from one cell to the next, of each map
     * @param levels which map a region is pooled from
     * @param size cells of the output in each direction
     * @param samples in each direction of a cell; 0: as many as it is cells of the map wide or high, rounded up
     * @param aligned whether coordinates are those of pixel centres, half a cell less (detectron2); otherwise, as in
     *     torchvision, they are not, and sides are at least one cell
     */
    record RoiAlign(List<Integer> strides, RegionLevels levels, int size, int samples, boolean aligned)
            implements Operation {
        public RoiAlign {
            strides = List.copyOf(strides);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.roiAlign(this);
        }
    }

    /**
     * Sum of sigmoid focal loss (arXiv:1708.02002v2, section 3). Inputs: logits {@code [N, L, K]}, labels {@code [N, L]}
     * (class index, -1 background, -2 ignored) and a weight per cell {@code [N, L]} that holds the normaliser. Output: a
     * scalar.
     *
     * @param alpha weight of positives; negative: none
     */
    record FocalLoss(double alpha, double gamma) implements Loss {
        @Override
        public <R> R acceptLoss(Loss.Visitor<R> visitor) {
            return visitor.focal(this);
        }
    }

    /**
     * Weighted sum of {@code |d|}, or of Huber's {@code d^2 / (2 beta)} where {@code |d| < beta} and {@code |d| - beta / 2}
     * elsewhere. Inputs: prediction and target {@code [N, L, V]}, weights {@code [N, L]} that hold the normaliser. Output: a
     * scalar.
     *
     * @param beta 0 for L1
     */
    record SmoothL1Loss(double beta) implements Loss {
        @Override
        public <R> R acceptLoss(Loss.Visitor<R> visitor) {
            return visitor.smoothL1(this);
        }
    }

    /**
     * Weighted sum of {@code 1 - IoU}, {@code -ln IoU}, {@code 1 - GIoU} (arXiv:1902.09630v2) or {@code 1 - IoU^2}. Inputs: predicted and
     * target boxes {@code [N, L, 4]} as corners, weights {@code [N, L]} that hold the normaliser. Output: a scalar.
     */
    record IouLoss(Kind kind) implements Loss {
        /** Is added to areas that divide: keeps the loss of empty boxes finite, as torchvision does. */
        public static final double EPSILON = 1e-7;

        /** Smaller overlaps count as this one: {@code -ln} of it is the largest loss of one box. */
        public static final double LEAST_LOG_IOU = 1e-6;

        /** Which overlap. */
        public enum Kind {
            IOU,
            LOG_IOU,
            GIOU,
            SQUARED
        }

        @Override
        public <R> R acceptLoss(Loss.Visitor<R> visitor) {
            return visitor.iou(this);
        }
    }

    /**
     * Weighted sum of binary cross-entropy. Inputs: logits and targets {@code [N, L, V]}, weights {@code [N, L]} that hold the
     * normaliser. Output: a scalar.
     */
    record BinaryCrossEntropy() implements Loss {
        @Override
        public <R> R acceptLoss(Loss.Visitor<R> visitor) {
            return visitor.binaryCrossEntropy(this);
        }
    }

    /**
     * Weighted sum of softmax cross-entropy. Inputs: logits {@code [N, L, K]}, classes {@code [N, L]} (none of {@code 0..K -
     * 1}, such as a negative one: no loss) and weights {@code [N, L]} that hold the normaliser. Output: a scalar.
     */
    record SoftmaxCrossEntropy() implements Loss {
        @Override
        public <R> R acceptLoss(Loss.Visitor<R> visitor) {
            return visitor.softmaxCrossEntropy(this);
        }
    }

    /**
     * Weighted sum of the focal loss of heat maps (Law and Deng, arXiv:1808.01244v2, section 3.2; Zhou et al.,
     * arXiv:1904.07850v2, equation 1). Inputs: logits and targets in [0, 1] {@code [N, L, K]}, weights {@code [N, L]} that hold
     * the normaliser. Output: a scalar. With {@code p} the sigmoid, kept in {@code [LEAST, 1 - LEAST]}, where it has a slope,
     *
     * <pre>
     * target 1:  -(1 - p)^alpha ln p
     * others:    -(1 - target)^beta p^alpha ln(1 - p)
     * </pre>
     *
     * @param alpha how much values lose weight that are nearly right
     * @param beta how much values lose weight that are near an object
     */
    record GaussianFocalLoss(double alpha, double beta) implements Loss {
        /** The smallest probability that counts, of both sides. */
        public static final double LEAST = 1e-4;

        /** The logit of the largest probability that counts. */
        public static final float LARGEST_LOGIT = (float) Math.log((1 - LEAST) / LEAST);

        @Override
        public <R> R acceptLoss(Loss.Visitor<R> visitor) {
            return visitor.gaussianFocal(this);
        }
    }

    /**
     * Corners from an anchor and deltas {@code dx, dy, dw, dh}: centre moves by {@code d / weight} of the anchor's side,
     * sides grow by {@code exp(min(d / weight, clamp))}. Inputs: deltas {@code [N, L, 4]}, anchors {@code [L, 4]}.
     *
     * @param centerWeight divides dx, dy
     * @param sizeWeight divides dw, dh
     * @param clamp largest log-scale of a side
     */
    record DecodeDeltas(double centerWeight, double sizeWeight, double clamp) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decodeDeltas(this);
        }
    }

    /** Corners {@code -l, -t, r, b} of a box around the origin from distances {@code l, t, r, b}: {@code [N, L, 4]}. */
    record DistancesToBoxes() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.distancesToBoxes(this);
        }
    }

    /** A weighted sum over cells, whose gradient by the first input (the prediction) is computed along with it. */
    sealed interface Loss extends Operation {
        <R> R acceptLoss(Loss.Visitor<R> visitor);

        @Override
        default boolean makesLoss() {
            return true;
        }

        @Override
        default <R> R accept(Operation.Visitor<R> visitor) {
            return visitor.loss(this);
        }

        /** Something for every kind of loss. */
        interface Visitor<R> {
            R focal(FocalLoss loss);

            R smoothL1(SmoothL1Loss loss);

            R iou(IouLoss loss);

            R binaryCrossEntropy(BinaryCrossEntropy loss);

            R softmaxCrossEntropy(SoftmaxCrossEntropy loss);

            R gaussianFocal(GaussianFocalLoss loss);
        }
    }

    /**
     * What is decided by order and comparison instead of arithmetic: which boxes are proposed, which are sampled, which are
     * detections. It is a step like others, of static shapes, computed on Java's heap by {@link #decide}; no gradient flows
     * through it. A door: who adds one adds a record.
     */
    non-sealed interface Decision extends Operation {
        @Override
        Shape infer(List<Shape> inputs);

        /**
         * Decides for all images of a batch.
         *
         * @param inputs their values, in the order of the shapes; not to be changed
         * @param shapes of the inputs
         * @param output to be written, every value; what it holds before has no meaning
         */
        void decide(List<float[]> inputs, List<Shape> shapes, float[] output);

        @Override
        default boolean passesGradients() {
            return false;
        }

        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.decision(this);
        }
    }

    /**
     * The door for operations that are not part of this library: a record of numbers and names that tells its own shape,
     * cost and sight. What readings make of it, they find by {@link ExtensionRule}; the rule for SameDiff is enough to train.
     */
    non-sealed interface Extension extends Operation {
        @Override
        Shape infer(List<Shape> inputs);

        @Override
        long macs(List<Shape> inputs, Shape output);

        /** What the cells of the output see, of what those of the inputs see; parameters and constants see nothing. */
        Sight sight(List<Sight> inputs, List<Shape> shapes, Shape output);

        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.extension(this);
        }
    }

    /** Something for every kind of operation; no method has a default, so that the compiler names what is missing. */
    interface Visitor<R> {
        R convolution(Convolution operation);

        R batchNorm(BatchNorm operation);

        R groupNorm(GroupNorm operation);

        R activate(Activate operation);

        R maxPool(MaxPool operation);

        R resizeNearest(ResizeNearest operation);

        R sum(Sum operation);

        R multiply(Multiply operation);

        R scaleByParameter(ScaleByParameter operation);

        R weightedFusion(WeightedFusion operation);

        R concat(Concat operation);

        R mapToCells(MapToCells operation);

        R decodeDeltas(DecodeDeltas operation);

        R slice(Slice operation);

        R maximum(Maximum operation);

        R mapsToRows(MapsToRows operation);

        R depthToSpace(DepthToSpace operation);

        R spaceToDepth(SpaceToDepth operation);

        R globalAveragePool(GlobalAveragePool operation);

        R scaleChannels(ScaleChannels operation);

        R normalizeChannels(NormalizeChannels operation);

        R takeClass(TakeClass operation);

        R roiAlign(RoiAlign operation);

        R decision(Decision operation);

        R distancesToBoxes(DistancesToBoxes operation);

        R loss(Loss loss);

        R extension(Extension operation);
    }
}
