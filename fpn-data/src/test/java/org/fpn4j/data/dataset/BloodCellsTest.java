package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The blood cell set BCCD, read from {@code FPN_BCCD} or {@code data/bccd} where it is present. */
class BloodCellsTest {
    @Test
    void allSplitsAreReadAndTheTwoBoxesWithoutAreaAreTold() {
        Path root = root();
        assumeTrue(Files.isDirectory(root), "no blood cells at " + root + "; set FPN_BCCD to the folder of the set");
        VocConfig config = new VocConfig(root.toString(), "train", "val", "test", List.of(), false);

        List<Dataset> splits = Arrays.stream(Split.values()).map(config::open).toList();

        assertThat(splits).extracting(split -> split.images().size()).containsExactly(205, 87, 72);
        assertThat(splits).extracting(Dataset::classNames).containsOnly(List.of("Platelets", "RBC", "WBC"));
        Map<String, Integer> boxes = new TreeMap<>();
        for (Dataset split : splits) {
            for (ImageEntry image : split.images()) {
                for (Annotation annotation : image.annotations()) {
                    boxes.merge(split.classNames().get(annotation.categoryIndex()), 1, Integer::sum);
                }
            }
        }
        assertThat(boxes).isEqualTo(Map.of("Platelets", 361, "RBC", 4153, "WBC", 372)); // 4888 less two
        assertThat(splits)
                .flatExtracting(split -> split.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactlyInAnyOrder(
                        "BOX_WITHOUT_AREA " + root.resolve("Annotations/BloodImage_00338.xml")
                                + " object[13]: box[504, 337, 504, 337] has no area in image[BloodImage_00338.jpg]",
                        "BOX_WITHOUT_AREA " + root.resolve("Annotations/BloodImage_00343.xml")
                                + " object[4]: box[181, 329, 181, 329] has no area in image[BloodImage_00343.jpg]");
        assertThat(splits)
                .allSatisfy(
                        split -> assertThat(TestFiles.checked(split).images()).hasSameSizeAs(split.images()));
    }

    private static Path root() {
        Path given = Optional.ofNullable(System.getProperty("FPN_BCCD"))
                .or(() -> Optional.ofNullable(System.getenv("FPN_BCCD")))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("fpn.root", "."), "data", "bccd"));
        return Files.isDirectory(given.resolve("BCCD")) ? given.resolve("BCCD") : given;
    }
}
