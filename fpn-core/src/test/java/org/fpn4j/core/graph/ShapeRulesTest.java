package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What some reading has no word for is refused by the operation, so that every reading refuses it. */
class ShapeRulesTest {
    private static final Shape MAP = Shape.of(2, 4, 6, 7);
    private static final Shape CELLS = Shape.of(2, 5, 3);
    private static final Padding LOPSIDED = new Padding(0, 2, 0, 0);

    private static Arguments refused(Operation operation, String message, Shape... inputs) {
        return Arguments.of(operation, List.of(inputs), message);
    }

    static Stream<Arguments> refusals() {
        Shape kernel = Shape.of(5, 4, 3, 3);
        String lopsided = " with padding Padding[top=0, bottom=2, left=0, right=0] is neither symmetric nor SAME";
        return Stream.of(
                refused(new Operation.Convolution(1, LOPSIDED, 1), "convolution" + lopsided, MAP, kernel),
                refused(
                        new Operation.Convolution(1, Padding.of(1), 1),
                        "convolution: expected a bias of [5], got [[2, 4, 6, 7], [5, 4, 3, 3], [4]]",
                        MAP,
                        kernel,
                        Shape.of(4)),
                refused(
                        new Operation.Convolution(1, Padding.of(1), 1),
                        "convolution: expected at least 2 inputs, got [[2, 4, 6, 7]]",
                        MAP),
                refused(
                        new Operation.Convolution(1, Padding.of(1), 1, 0),
                        "convolution dilation[0] must be at least 1 cell",
                        MAP,
                        kernel),
                refused(
                        new Operation.Convolution(1, Padding.NONE, 1, 3),
                        "a window of 7 does not fit into 6 cells with padding 0",
                        MAP,
                        kernel),
                refused(new Operation.MaxPool(3, 1, LOPSIDED), "max pool" + lopsided, MAP),
                refused(
                        new Operation.MaxPool(2, 2, Padding.of(2)),
                        "max pool: a window of 2 may lie within the padding Padding[top=2, bottom=2, left=2, right=2]",
                        MAP),
                refused(
                        new Operation.MaxPool(1, 1, Padding.NONE),
                        "max pool needs [N, C, H, W], got [[2, 5, 3]]",
                        CELLS),
                refused(
                        new Operation.SpaceToDepth(2),
                        "space to depth: [2, 4, 6, 7] is no multiple of blocks of 2x2 cells",
                        MAP),
                refused(
                        new Operation.GlobalAveragePool(),
                        "global average pool needs [N, C, H, W], got [[2, 5, 3]]",
                        CELLS),
                refused(
                        new Operation.ScaleChannels(),
                        "scale channels: expected factors [2, 4, 1, 1], got [1, 4, 1, 1]",
                        MAP,
                        Shape.of(1, 4, 1, 1)),
                refused(
                        new Operation.NormalizeChannels(1e-12),
                        "normalize channels: expected [4], got [1]",
                        MAP,
                        Shape.of(1)),
                refused(new Operation.Concat(0), "concat over axis 0: the images of a batch stay apart", MAP, MAP),
                refused(
                        new Operation.Concat(3),
                        "concat over axis 3: there is none in [[2, 5, 3], [2, 5, 3]]",
                        CELLS,
                        CELLS),
                refused(
                        new Operation.Concat(1),
                        "concat over axis 1: there is none in [[2, 5, 3], [2, 4, 6, 7]]",
                        CELLS,
                        MAP),
                refused(new Operation.Sum(), "sum: expected at least 2 inputs, got [[2, 4, 6, 7]]", MAP),
                refused(
                        new Operation.Multiply(2),
                        "multiply: expected 1 inputs, got [[2, 5, 3], [2, 5, 3]]",
                        CELLS,
                        CELLS),
                refused(
                        new Operation.GroupNorm(2, 1),
                        "group norm needs [N, C, H, W], got [[2, 5, 3], [5], [5]]",
                        CELLS,
                        Shape.of(5),
                        Shape.of(5)),
                refused(new Operation.ResizeNearest(3, 3), "resize nearest needs [N, C, H, W], got [[2, 5, 3]]", CELLS),
                refused(new Operation.MapToCells(1), "map to cells needs [N, C, H, W], got [[2, 5, 3]]", CELLS),
                refused(
                        new Operation.DistancesToBoxes(),
                        "distances to boxes: expected [N, L, 4], got [2, 5, 3]",
                        CELLS),
                refused(
                        new Operation.SmoothL1Loss(1),
                        "smooth L1 loss: expected 3 inputs, got [[2, 5, 3], [2, 5, 3]]",
                        CELLS,
                        CELLS),
                refused(
                        new Operation.FocalLoss(0.25, 2),
                        "focal loss needs [N, L, V], got [[2, 4, 6, 7], [2, 4], [2, 4]]",
                        MAP,
                        Shape.of(2, 4),
                        Shape.of(2, 4)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatAReadingHasNoWordForIsRefused(Operation operation, List<Shape> inputs, String message) {
        assertThatThrownBy(() -> operation.infer(inputs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theOddCellOfSamePaddingIsWelcome() {
        Operation pool = new Operation.MaxPool(3, 2, Padding.same(6, 7, 3, 2)); // one row more below than above

        assertThat(pool.infer(List.of(MAP))).isEqualTo(Shape.of(2, 4, 3, 4));
    }
}
