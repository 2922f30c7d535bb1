package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.PixelSpacing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets of which boxes and sizes alone are asked for. */
class OutlineTest {
    @TempDir
    private Path root;

    private static CocoConfig coco(Path root) {
        return new CocoConfig(root.toString(), "", "", "", "", "", "");
    }

    private void write(String imageFields, String bbox) throws IOException {
        TestFiles.text(
                root.resolve("annotations/instances_train.json"),
                "{\"categories\": [{\"id\": 1, \"name\": \"nodule\"}], \"images\": [{\"id\": 1, \"file_name\": \"a.png\""
                        + imageFields
                        + "}], \"annotations\": [{\"id\": 1, \"image_id\": 1, \"category_id\": 1, \"bbox\": "
                        + bbox + "}]}");
    }

    private static List<ProblemKind> kinds(Dataset dataset) {
        return dataset.report().problems().stream().map(DataProblem::kind).toList();
    }

    @Test
    void imagesWithoutPictureHaveTheirDeclaredSize() throws IOException {
        write(", \"width\": 60, \"height\": 40", "[50, 10, 11, 20]");

        Dataset outline = coco(root).outline(Split.TRAIN);

        assertThat(outline.images()).hasSize(1);
        ImageEntry image = outline.images().get(0);
        assertThat(image.width()).isEqualTo(60);
        assertThat(image.height()).isEqualTo(40);
        assertThat(image.annotations())
                .extracting(Annotation::box)
                .as("clipped to the declared size")
                .containsExactly(new Box(50, 10, 60, 30));
        assertThat(kinds(outline)).containsExactly(ProblemKind.ABSENT_IMAGE, ProblemKind.BOX_CLIPPED);
        assertThatThrownBy(() -> coco(root).open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("pictures of split[train] lie in none of");
    }

    @Test
    void aPictureThatIsThereKnowsItsSizeBetter() throws IOException {
        write(", \"width\": 30, \"height\": 20", "[5, 5, 10, 10]");
        TestFiles.image(root.resolve("a.png"), 60, 40);

        Dataset outline = coco(root).outline(Split.TRAIN);

        assertThat(outline.images().get(0).width()).isEqualTo(60);
        assertThat(outline.images().get(0).annotations().get(0).box()).isEqualTo(new Box(10, 10, 30, 30));
        assertThat(outline).isEqualTo(coco(root).open(Split.TRAIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"width\": 0, \"height\": 40", ", \"width\": 3000000000, \"height\": 40"})
    void anImageWithoutPictureAndSizeIsLeftOut(String size) throws IOException {
        write(size, "[5, 5, 10, 10]");

        assertThatThrownBy(() -> coco(root).outline(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("has no usable image among [1]");
    }

    @Test
    void namesOfVocListsNeedNoPictureEither() throws IOException {
        TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "a\n");
        TestFiles.text(root.resolve("JPEGImages/other.txt"), "");
        TestFiles.voc(root, "a", 60, 40, TestFiles.vocObject("nodule", "0", 11, 11, 20, 20));

        Dataset outline = new VocConfig(root.toString(), "train", "val", "test", List.of(), false).outline(Split.TRAIN);

        assertThat(outline.images()).extracting(ImageEntry::width).containsExactly(60);
        assertThat(outline.images().get(0).annotations().get(0).box()).isEqualTo(new Box(10, 10, 20, 20));
    }

    @Test
    void theSpacingOfPixelsNeedsNoPicture() throws IOException {
        write(", \"width\": 60, \"height\": 40, \"pixel_spacing\": [0.2, 0.1]", "[5, 5, 10, 10]");

        Dataset outline = coco(root).outline(Split.TRAIN);

        assertThat(outline.reference().spacings()).containsExactly(entry(1L, new PixelSpacing(0.1, 0.2)));
    }
}
