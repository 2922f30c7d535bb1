package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors of torchvision's region heads whose values have another order, or another number of classes, than ours. */
class TorchvisionRegionsTest {
    private static final BackboneConfig BACKBONE = new ResNet.Config();

    @TempDir
    private Path directory;

    private final Map<String, NamedTensor> theirs = new LinkedHashMap<>();

    /** A tensor of theirs with the values 0, 1, 2 ... */
    private void put(String name, int... dims) {
        Shape shape = Shape.of(dims);
        theirs.put(name, new NamedTensor(shape, counted(0, (int) shape.size())));
    }

    private static float[] counted(int from, int to) {
        float[] values = new float[to - from];
        IntStream.range(from, to).forEach(i -> values[i - from] = i);
        return values;
    }

    private static Parameter ours(String name, int... dims) {
        return new Parameter(name, Shape.of(dims), new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
    }

    private Fit fit(HeadClasses classes, Parameter... parameters) throws IOException {
        Path file = directory.resolve("theirs.safetensors");
        Safetensors.write(file, new Weights(theirs));
        return ForeignWeights.read(file, Framework.TORCHVISION, "")
                .fit(BACKBONE, List.of(parameters), name -> true, classes);
    }

    private static HeadClasses withoutData(int count) {
        return new HeadClasses(count, () -> Categories.UNKNOWN, ClassOrder.AUTO, Map.of());
    }

    private static float[] taken(Fit fit, String name) {
        return fit.renaming().taken().get(name).values();
    }

    /**
     * {@code [in 2, out 3, 2, 2]}: what channel {@code i} gives to pixel {@code dy, dx} of output {@code o} is the value {@code
     * 12 i + 4 o + 2 dy + dx}, and row {@code 4 o + 2 dy + dx} of our {@code [12, 2, 1, 1]}.
     */
    @Test
    void aTransposedConvolutionIsAConvolutionToTheChannelsOfItsBlocks() throws IOException {
        put("roi_heads.mask_predictor.conv5_mask.weight", 2, 3, 2, 2);
        put("roi_heads.mask_predictor.conv5_mask.bias", 3);

        Fit fit = fit(
                withoutData(1), ours("head.mask.upsample.weight", 12, 2, 1, 1), ours("head.mask.upsample.bias", 12));

        assertThat(fit.renaming().isComplete()).isTrue();
        assertThat(taken(fit, "head.mask.upsample.weight"))
                .containsExactly(0, 12, 1, 13, 2, 14, 3, 15, 4, 16, 5, 17, 6, 18, 7, 19, 8, 20, 9, 21, 10, 22, 11, 23);
        assertThat(taken(fit, "head.mask.upsample.bias")).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    }

    @Test
    void aTransposedConvolutionOfAnotherSizeIsToldAsItIs() throws IOException {
        put("roi_heads.mask_predictor.conv5_mask.weight", 2, 3, 2, 2);
        put("roi_heads.mask_predictor.conv5_mask.bias", 5);

        Fit fit = fit(
                withoutData(1), ours("head.mask.upsample.weight", 16, 2, 1, 1), ours("head.mask.upsample.bias", 16));

        assertThat(fit.renaming().misshapen())
                .containsExactly(
                        "roi_heads.mask_predictor.conv5_mask.weight -> head.mask.upsample.weight: expected [16, 2, 1, 1],"
                                + " got [2, 3, 2, 2]",
                        "roi_heads.mask_predictor.conv5_mask.bias -> head.mask.upsample.bias: expected [16], got [5]");
    }

    /** Outputs 0, the background, 1, 2, 3 for the ids 1 and 3. */
    @Test
    void everyPredictorKeepsTheBackgroundAndTheOutputsOfItsClasses() throws IOException {
        put("roi_heads.box_predictor.cls_score.weight", 4, 2);
        put("roi_heads.box_predictor.cls_score.bias", 4);
        put("roi_heads.box_predictor.bbox_pred.weight", 16, 2);
        put("roi_heads.box_predictor.bbox_pred.bias", 16);
        put("roi_heads.mask_predictor.mask_fcn_logits.weight", 4, 2, 1, 1);
        put("roi_heads.mask_predictor.mask_fcn_logits.bias", 4);
        HeadClasses classes =
                new HeadClasses(2, () -> new Categories(List.of(1L, 3L), List.of("a", "b")), ClassOrder.AUTO, Map.of());

        Fit fit = fit(
                classes,
                ours("head.box.classes.weight", 3, 2, 1, 1),
                ours("head.box.classes.bias", 3),
                ours("head.box.deltas.weight", 12, 2, 1, 1),
                ours("head.box.deltas.bias", 12),
                ours("head.mask.logits.weight", 3, 2, 1, 1),
                ours("head.mask.logits.bias", 3));

        assertThat(fit.renaming().isComplete()).isTrue();
        assertThat(taken(fit, "head.box.classes.weight")).containsExactly(0, 1, 2, 3, 6, 7);
        assertThat(taken(fit, "head.box.classes.bias")).containsExactly(0, 1, 3);
        assertThat(taken(fit, "head.box.deltas.bias")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15);
        assertThat(taken(fit, "head.box.deltas.weight"))
                .startsWith(counted(0, 16))
                .endsWith(counted(24, 32));
        assertThat(taken(fit, "head.mask.logits.weight")).containsExactly(0, 1, 2, 3, 6, 7);
        assertThat(taken(fit, "head.mask.logits.bias")).containsExactly(0, 1, 3);
        assertThat(fit.remarks()).hasSize(1);
    }

    @Test
    void boxesThatAllClassesShareAreTakenAsTheyAre() throws IOException {
        put("roi_heads.box_predictor.cls_score.bias", 4);
        put("roi_heads.box_predictor.bbox_pred.weight", 4, 2);
        put("roi_heads.box_predictor.bbox_pred.bias", 16);

        Fit fit = fit(
                withoutData(3),
                ours("head.box.classes.bias", 4),
                ours("head.box.deltas.weight", 4, 2, 1, 1),
                ours("head.box.deltas.bias", 4));

        assertThat(taken(fit, "head.box.deltas.weight")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(fit.renaming().misshapen())
                .containsExactly(
                        "roi_heads.box_predictor.bbox_pred.bias -> head.box.deltas.bias: expected [4], got [16]");
    }
}
