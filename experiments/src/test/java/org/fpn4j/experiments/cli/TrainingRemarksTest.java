package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training says of itself before somebody waits for it. */
class TrainingRemarksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private CommandRun train(String name, String... sets) {
        List<Object> arguments =
                new ArrayList<>(List.of("train", TinyExperiment.write(directory), "--out", directory.resolve(name)));
        for (String set : sets) {
            arguments.add("--set");
            arguments.add(set);
        }
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void aWarmUpThatIsNotShorterThanTheTrainingIsSaid() {
        CommandRun training = train("longer", "training.warmup_steps=500");
        CommandRun asLong = train("as_long", "training.warmup_steps=4");
        CommandRun shorter = train("shorter", "training.warmup_steps=3");

        assertThat(training.code()).as(training.log()).isZero();
        // 0.01 (0.001 + 0.999 * 2 / 500) at the third of four steps; the fourth has a tenth of its own
        assertThat(training.log())
                .contains("training.warmup_steps[500] is not shorter than the training of 4 steps: "
                        + "the learning rate gets no higher than 4.996e-05 of 0.01000");
        assertThat(asLong.log()).contains("training.warmup_steps[4] is not shorter than the training of 4 steps");
        assertThat(shorter.log()).doesNotContain("is not shorter");
    }

    @Test
    void aBatchThatIsLargerThanTheDataIsSaid() {
        CommandRun larger = train("larger", "training.batch_size=9");
        CommandRun asLarge = train("as_large", "training.batch_size=8");

        assertThat(larger.code()).as(larger.log()).isZero();
        assertThat(larger.log())
                .contains("training.batch_size[9] is larger than synthetic radiographs train, which has 8 images: "
                        + "some are in a batch more than once\n");
        assertThat(asLarge.log()).doesNotContain("is larger than");
    }

    /** Objects of 4x3 pixels between the points of P3, which lie at multiples of 8; the first few are of 32x32. */
    private RenumberedSet tiny(int large) throws IOException {
        RenumberedSet set = RenumberedSet.write(directory.resolve("set"));
        set.change("train", tree -> {
            int number = 0;
            for (var annotation : tree.get("annotations")) {
                ObjectNode object = (ObjectNode) annotation;
                boolean isLarge = number < large;
                object.set(
                        "bbox",
                        JSON.valueToTree(
                                isLarge ? new int[] {8, 8, 32, 32} : new int[] {8 * (number % 7) + 2, 10, 4, 3}));
                object.put("area", isLarge ? 1024 : 12);
                number++;
            }
            return tree;
        });
        return set;
    }

    private static final String RETINA =
            "head={type: retina, num_classes: 3, tower: {convs: 1}, matcher: {type: iou, low_quality_matches: false}}";

    @Test
    void objectsThatNoPointOrAnchorReachesAreCounted() throws IOException {
        RenumberedSet set = tiny(1);
        int objects = JSON.readTree(set.annotations("train").toFile())
                .get("annotations")
                .size();

        CommandRun fcos = train("fcos", set.config());
        CommandRun retina = train("retina", set.config(), RETINA);

        String remark = objects - 1 + " of " + objects
                + " objects have no anchor or point at an input of 64x64, so nothing learns them: ";
        assertThat(fcos.log()).contains(remark);
        assertThat(retina.log()).contains(remark);
    }

    @Test
    void aHeadThatReachesNoObjectAtAllIsRefused() throws IOException {
        RenumberedSet set = tiny(0);

        CommandRun fcos = train("fcos", set.config());
        CommandRun retina = train("retina", set.config(), RETINA);

        String refusal =
                "objects of coco set train at an input of 64x64, which are of 3.5 to 3.5 pixels (roots of areas)";
        assertThat(fcos.code()).isEqualTo(2);
        assertThat(fcos.log()).contains("head has an anchor or point for none of the [", refusal + "\n");
        assertThat(retina.code()).isEqualTo(2);
        assertThat(retina.log())
                .contains(refusal + "; its anchors are of 31.8 to 204.0 pixels")
                .contains(
                        "a larger input, a finer level, anchors of other sizes or a more tolerant assignment would reach them");
        assertThat(directory.resolve("retina")).doesNotExist();
    }

    @Test
    void samplesOfSeveralPicturesThatMayShowTooManyObjectsAreTold() {
        String yolox = "head={type: yolox, num_classes: 3, channels: 16, max_objects: %d}";

        CommandRun few = train("few", yolox.formatted(12), "augmentation={mosaic: 0.5, mix_up: 0.5}");
        CommandRun many = train("many", yolox.formatted(200), "augmentation={mosaic: 0.5, mix_up: 0.5}");

        assertThat(few.log())
                .containsPattern(
                        "augmentation puts up to 5 pictures into a sample, which can then show \\d+ objects and"
                                + " ignored regions: head.max_objects\\[12\\] has no room for so many, and the first such sample"
                                + " ends the training; head.max_objects: \\d+ has room for all");
        assertThat(many.code()).as(many.log()).isZero();
        assertThat(many.log()).doesNotContain("pictures into a sample");
    }

    @Test
    void nothingIsSaidWhereEveryObjectHasAnAnchor() {
        CommandRun training =
                train("large", "head={type: retina, num_classes: 3, tower: {convs: 1}}", "data.max_nodules=0");

        assertThat(training.code()).as(training.log()).isZero();
        assertThat(training.log()).doesNotContain("no anchor or point");
    }

    @Test
    void batchNormOfASingleValueIsRefusedBeforeTheDataAreRead() {
        String norm = "neck={type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 7, "
                + "norm: {type: batch_norm}}";

        String input = "input={height: 128, width: 128}";
        CommandRun single = train("single", norm, input, "training.batch_size=1", "training.accumulation=4");
        CommandRun pair = train("pair", norm, input, "training.batch_size=2");

        assertThat(single.code()).isEqualTo(2);
        assertThat(single.log())
                .contains(
                        "training batch_size[1] leaves batch norms a single value a channel, a map of 1x1, at an input "
                                + "of 128x128: neck.cell0.P7_out.norm")
                .contains("norm: {type: group_norm}")
                .doesNotContain("images,")
                .endsWith("1 problem.\n");
        assertThat(pair.code()).as(pair.log()).isZero();
    }

    @Test
    void aSplitOfCrowdsAloneHasNothingToMeasure() throws IOException {
        RenumberedSet set = RenumberedSet.write(directory.resolve("set"));
        set.change("val", tree -> {
            tree.get("annotations").forEach(annotation -> ((ObjectNode) annotation).put("iscrowd", 1));
            return tree;
        });

        CommandRun training = train("run", set.config(), "training.early_stopping=1", "training.epochs=3");

        assertThat(training.code()).as(training.log()).isZero();
        assertThat(training.log())
                .contains("coco set val: nothing is to be found here, so there will be no score")
                .contains("step 2: AP -  AP50 -");
        assertThat(training.results()).endsWith("  AP -  AP50 -\n");
        assertThat(directory.resolve("run/checkpoints/final.safetensors")).isNotEmptyFile();
        assertThat(JSON.readTree(directory.resolve("run/eval.json").toFile())
                        .get("AP")
                        .asDouble())
                .isEqualTo(-1);
    }
}
