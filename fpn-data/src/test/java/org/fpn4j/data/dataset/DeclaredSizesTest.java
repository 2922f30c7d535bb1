package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are 60x40, whatever is declared. */
class DeclaredSizesTest {
    @TempDir
    Path root;

    private record Declared(int width, int height, String bbox) {}

    @Test
    void boxesOfAPictureThatWasEnlargedAreScaledInTrainingAndScoring() throws IOException {
        Dataset dataset = read(new Declared(30, 20, "[5, 5, 10, 10]"));

        assertThat(dataset.images().get(0).annotations())
                .containsExactly(new Annotation(0, 0, new Box(10, 10, 30, 30), 36, ObjectKind.OBJECT));
        assertThat(dataset.reference().images().get(0).entries())
                .containsExactly(new Reference.Entry(0, 10, 10, 20, 20, 36, ObjectKind.OBJECT));
        assertThat(told(dataset))
                .containsExactly("BOXES_SCALED " + root.resolve("set.json") + " image[0]: image["
                        + root.resolve("0.png") + "] has size[60x40], declared is size[30x20], factor[2.000]");
    }

    @Test
    void boxesOfAPictureThatWasReducedAreScaled() throws IOException {
        Dataset dataset = read(new Declared(240, 160, "[40, 40, 200, 120]"));

        assertThat(boxes(dataset)).containsExactly(new Box(10, 10, 60, 40));
    }

    @Test
    void aSizeThatItsOwnBoxesOverrunIsNoReasonToScale() {
        assertThatThrownBy(() -> read(new Declared(30, 20, "[5, 5, 50, 30]")))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("1 x declared size contradicts the image, left out");
    }

    @Test
    void aSizeOfAnotherShapeLeavesTheImageOutByName() throws IOException {
        Dataset dataset = read(new Declared(60, 40, "[1, 1, 8, 8]"), new Declared(50, 50, "[5, 5, 10, 10]"));

        assertThat(dataset.images()).extracting(ImageEntry::fileName).containsExactly("0.png");
        assertThat(dataset.leftOutImages()).isEqualTo(1);
        assertThat(told(dataset))
                .containsExactly("SIZE_CONTRADICTION " + root.resolve("set.json") + " image[1]: image["
                        + root.resolve("1.png") + "] has size[60x40], declared is size[50x50]");
    }

    @Test
    void exchangedNumbersLeaveBoxesAsTheyAre() throws IOException {
        Dataset dataset = read(new Declared(40, 60, "[5, 5, 50, 30]"), new Declared(40, 60, "[1, 1, 8, 8]"));

        assertThat(boxes(dataset)).containsExactly(new Box(5, 5, 55, 35), new Box(1, 1, 9, 9));
        assertThat(dataset.report().count(ProblemKind.IMAGE_SIDES_EXCHANGED)).isEqualTo(2);
    }

    @Test
    void picturesThatWereTurnedAfterAnnotationAreLeftOut() {
        // the first box needs the height of 60; the second fits either way and follows it
        assertThatThrownBy(() -> read(new Declared(40, 60, "[5, 5, 30, 50]"), new Declared(40, 60, "[1, 1, 8, 8]")))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("2 x declared size contradicts the image, left out");
    }

    @Test
    void aPixelMoreOrLessIsTheTrueSize() throws IOException {
        Dataset dataset = read(new Declared(61, 39, "[5, 5, 10, 10]"));

        assertThat(boxes(dataset)).containsExactly(new Box(5, 5, 15, 15));
        assertThat(dataset.report().count(ProblemKind.IMAGE_SIZE)).isEqualTo(1);
    }

    private Dataset read(Declared... images) throws IOException {
        StringBuilder entries = new StringBuilder();
        StringBuilder annotations = new StringBuilder();
        for (int i = 0; i < images.length; i++) {
            TestFiles.image(root.resolve(i + ".png"), 60, 40);
            String comma = i == 0 ? "" : ",";
            entries.append(comma)
                    .append("{\"id\": %d, \"file_name\": \"%d.png\", \"width\": %d, \"height\": %d}"
                            .formatted(i, i, images[i].width(), images[i].height()));
            annotations
                    .append(comma)
                    .append("{\"id\": %d, \"image_id\": %d, \"category_id\": 1, \"bbox\": %s, \"area\": 9}"
                            .formatted(i, i, images[i].bbox()));
        }
        Path file = TestFiles.text(
                root.resolve("set.json"),
                "{\"images\": [" + entries + "], \"annotations\": [" + annotations
                        + "], \"categories\": [{\"id\": 1, \"name\": \"car\"}]}");
        return new CocoReader(file, root, OrientationRule.AUTO).read("set");
    }

    private static List<Box> boxes(Dataset dataset) {
        return dataset.images().stream()
                .flatMap(image -> image.annotations().stream())
                .map(Annotation::box)
                .toList();
    }

    private static List<String> told(Dataset dataset) {
        return dataset.report().problems().stream()
                .map(problem -> problem.kind() + " " + problem.problem())
                .toList();
    }
}
