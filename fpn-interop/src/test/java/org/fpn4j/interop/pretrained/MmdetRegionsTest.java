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

/** Tensors of mmdetection's region heads, whose background is the last of the scores. */
class MmdetRegionsTest {
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
        return ForeignWeights.read(file, Framework.MMDET, "").fit(BACKBONE, List.of(parameters), name -> true, classes);
    }

    private static HeadClasses withoutData(int count) {
        return new HeadClasses(count, () -> Categories.UNKNOWN, ClassOrder.AUTO, Map.of());
    }

    private static float[] taken(Fit fit, String name) {
        return fit.renaming().taken().get(name).values();
    }

    /** Of two classes; the background's scores are the last row. */
    @Test
    void theBackgroundIsPutFirstAndHasZerosWhereTheyHaveNone() throws IOException {
        put("roi_head.bbox_head.fc_cls.weight", 3, 2);
        put("roi_head.bbox_head.fc_cls.bias", 3);
        put("roi_head.bbox_head.fc_reg.weight", 8, 1);
        put("roi_head.bbox_head.fc_reg.bias", 8);
        put("roi_head.mask_head.conv_logits.weight", 2, 2, 1, 1);
        put("roi_head.mask_head.conv_logits.bias", 2);
        put("roi_head.mask_head.upsample.bias", 1);

        Fit fit = fit(
                withoutData(2),
                ours("head.box.classes.weight", 3, 2, 1, 1),
                ours("head.box.classes.bias", 3),
                ours("head.box.deltas.weight", 12, 1, 1, 1),
                ours("head.box.deltas.bias", 12),
                ours("head.mask.logits.weight", 3, 2, 1, 1),
                ours("head.mask.logits.bias", 3),
                ours("head.mask.upsample.bias", 4));

        assertThat(fit.renaming().isComplete()).isTrue();
        assertThat(taken(fit, "head.box.classes.weight")).containsExactly(4, 5, 0, 1, 2, 3);
        assertThat(taken(fit, "head.box.classes.bias")).containsExactly(2, 0, 1);
        assertThat(taken(fit, "head.box.deltas.weight")).containsExactly(0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(taken(fit, "head.box.deltas.bias")).containsExactly(0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(taken(fit, "head.mask.logits.weight")).containsExactly(0, 0, 0, 1, 2, 3);
        assertThat(taken(fit, "head.mask.logits.bias")).containsExactly(0, 0, 1);
        assertThat(taken(fit, "head.mask.upsample.bias")).containsExactly(0, 0, 0, 0);
    }

    /** In mmdetection an output is a class in the order of ids, so the first two of three outputs are taken. */
    @Test
    void fewerClassesTakeTheFirstOutputsAndTheBackground() throws IOException {
        put("roi_head.bbox_head.fc_cls.bias", 4);
        put("roi_head.bbox_head.fc_reg.bias", 12);
        HeadClasses classes = new HeadClasses(
                2, () -> new Categories(List.of(1L, 3L), List.of("a", "b")), ClassOrder.BY_INDEX, Map.of());

        Fit fit = fit(classes, ours("head.box.classes.bias", 3), ours("head.box.deltas.bias", 12));

        assertThat(taken(fit, "head.box.classes.bias")).containsExactly(3, 0, 1);
        assertThat(taken(fit, "head.box.deltas.bias")).containsExactly(0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7);
    }

    /** Four rows are the boxes of one class, or those that all classes share: our shape says which. */
    @Test
    void boxesOfOneClassAreToldFromSharedOnesByWhatIsWanted() throws IOException {
        put("roi_head.bbox_head.fc_cls.bias", 2);
        put("roi_head.bbox_head.fc_reg.bias", 4);

        Fit own = fit(withoutData(1), ours("head.box.classes.bias", 2), ours("head.box.deltas.bias", 8));
        Fit shared = fit(withoutData(1), ours("head.box.classes.bias", 2), ours("head.box.deltas.bias", 4));

        assertThat(taken(own, "head.box.deltas.bias")).containsExactly(0, 0, 0, 0, 0, 1, 2, 3);
        assertThat(taken(shared, "head.box.deltas.bias")).containsExactly(0, 1, 2, 3);
    }
}
