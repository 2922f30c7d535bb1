package org.fpn4j.data.radiograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.CocoConfig;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DatasetContractTest;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadiographDatasetTest extends DatasetContractTest {
    private static final int NODULE = 0;
    private static final int CONSOLIDATION = 1;
    private static final int HEART = 2;

    @TempDir
    Path folder;

    @Override
    protected DatasetConfig config() {
        return small(8);
    }

    @Override
    protected DatasetConfig defaults() {
        return new RadiographsConfig();
    }

    @Override
    protected String typeName() {
        return "synthetic_radiographs";
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "128, 128", "256, 256", "200, 160"})
    void objectsHaveTheSizesOfTheirClasses(int height, int width) {
        RadiographsConfig config = new RadiographsConfig(60, 1, 1, height, width, 3, 8, 0.03, 1, 4, 2);
        Dataset dataset = config.open(Split.TRAIN);
        float side = Math.min(height, width);

        for (ImageEntry image : dataset.images()) {
            assertThat(boxes(image, HEART)).hasSize(1).allSatisfy(box -> assertThat(box.width() / width)
                    .isBetween(0.34f, 0.62f));
            assertThat(boxes(image, NODULE)).hasSizeBetween(0, 4).allSatisfy(box -> assertThat(
                            Math.max(box.width(), box.height()) / side)
                    .isBetween(0.025f, 0.079f));
            assertThat(boxes(image, CONSOLIDATION)).hasSizeBetween(0, 2).allSatisfy(box -> assertThat(
                            Math.max(box.width(), box.height()) / side)
                    .isBetween(0.1199f, 0.2501f));
        }
        assertThat(count(dataset, NODULE)).isBetween(80, 160); // two on average
        assertThat(count(dataset, CONSOLIDATION)).isBetween(35, 85); // one on average
    }

    @Test
    void anImageDependsOnSeedAndIndexAlone() {
        RadiographGenerator generator = new RadiographGenerator(new RadiographSettings(), 4);
        float[] first = generator.draw(10).planes();
        generator.draw(11);

        assertThat(generator.draw(10).planes()).isEqualTo(first);
        assertThat(generator.draw(11).planes()).isNotEqualTo(first);
        assertThat(new RadiographGenerator(new RadiographSettings(), 5).draw(10).planes())
                .isNotEqualTo(first);
    }

    @Test
    void theNumbersOfAnImageArePinned() {
        RadiographGenerator generator = new RadiographGenerator(new RadiographSettings(64, 64, 8, 0.03, 1, 4, 2), 0);

        // a change here changes every published number on synthetic radiographs
        assertThat(Arrays.hashCode(generator.draw(1).planes())).isEqualTo(-2127890023);
        assertThat(small(8).open(Split.TRAIN).digest())
                .isEqualTo("52c16c7512fd9c90545156b06d479c7e5cededcc9ef6d6fe2f704e6edd48d0f3");
    }

    @Test
    void onlyLesionsChangeWithTheContrastAndOnlyInTheirBoxes() {
        RadiographsConfig plain = new RadiographsConfig(20, 1, 1, 256, 256, 3, 16, 0, 1, 4, 2);
        RadiographsConfig dense = new RadiographsConfig(20, 1, 1, 256, 256, 3, 16, 0, 2, 4, 2);
        List<ImageEntry> plainImages = plain.open(Split.TRAIN).images();
        List<ImageEntry> denseImages = dense.open(Split.TRAIN).images();

        for (int i = 0; i < plainImages.size(); i++) {
            Picture difference = difference(
                    denseImages.get(i).source().read(),
                    plainImages.get(i).source().read());
            List<Box> lesions = plainImages.get(i).annotations().stream()
                    .filter(annotation -> annotation.categoryIndex() != HEART)
                    .map(Annotation::box)
                    .toList();
            for (Box box : lesions) {
                assertThat(mean(difference, grown(box, -0.25f))).isGreaterThan(0.03); // a fifth of the contrast
            }
            assertThat(largestOutside(difference, lesions))
                    .as("a tenth of the contrast falls on the contour, less outside")
                    .isLessThan(0.03f);
        }
    }

    @Test
    void lesionsDoNotOverlap() {
        for (ImageEntry image : small(8).open(Split.TRAIN).images()) {
            List<Box> lesions = Stream.concat(boxes(image, NODULE).stream(), boxes(image, CONSOLIDATION).stream())
                    .toList();
            for (int i = 0; i < lesions.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(lesions.get(i).iou(lesions.get(j))).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void writtenAndReadBackItIsTheSameDataSet(int bits) throws IOException {
        RadiographsConfig config = small(bits);
        AtomicInteger progress = new AtomicInteger();

        new RadiographWriter(config, StudyFormat.COCO, folder).write(count -> progress.incrementAndGet());

        assertThat(progress.get()).isEqualTo(12);
        CocoConfig written = new CocoConfig(folder.toString(), "", "", "", "", "", "");
        for (Split split : Split.values()) {
            Dataset drawn = config.open(split);
            Dataset read = written.open(split);
            assertThat(read.report().counts()).containsOnlyKeys(ProblemKind.FOUND_FILES);
            assertThat(read.digest()).isEqualTo(drawn.digest());
            assertThat(read.images().get(0).source().read())
                    .usingRecursiveComparison(
                            RecursiveComparisonConfiguration.builder().build())
                    .isEqualTo(drawn.images().get(0).source().read());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void dicomFilesShowTheSamePictures(int bits) {
        RadiographsConfig config = small(bits);
        new RadiographWriter(config, StudyFormat.DICOM, folder).write(count -> {});

        Picture drawn = config.open(Split.VAL).images().get(1).source().read();
        Picture read = new PictureReader().read(folder.resolve("pictures/radiograph000008.dcm"));
        assertThat(read.planes()).isEqualTo(drawn.planes());
    }

    @Test
    void tellsThatAFolderCannotBeWrittenTo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new RadiographWriter(small(8), StudyFormat.COCO, file).write(count -> {}))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(file + ": data set cannot be written: ");
    }

    @Test
    void tellsAllThatIsWrongWithItsSettings() {
        assertThatThrownBy(() -> new RadiographSettings(32, 64, 12, -1, 1, 4, 2))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("height[32] must be between 64 and 4096; bits[12] must be one of [8, 16];"
                        + " noise[-1] must be between 0 and 0.5");
        assertThatThrownBy(() -> new RadiographsConfig(0, 1, 1, 64, 32, 0, 8, 0, 1, 4, 2))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("trainImages[0] must be between 1 and 1000000; width[32] must be between 64 and 4096");
    }

    private static RadiographsConfig small(int bits) {
        return new RadiographsConfig(6, 3, 3, 64, 80, 1, bits, 0.03, 1, 4, 2);
    }

    private static List<Box> boxes(ImageEntry image, int label) {
        return image.annotations().stream()
                .filter(annotation -> annotation.categoryIndex() == label)
                .map(Annotation::box)
                .toList();
    }

    private static int count(Dataset dataset, int label) {
        return dataset.images().stream()
                .mapToInt(image -> boxes(image, label).size())
                .sum();
    }

    private static Box grown(Box box, float share) {
        return new Box(
                box.x1() - share * box.width(),
                box.y1() - share * box.height(),
                box.x2() + share * box.width(),
                box.y2() + share * box.height());
    }

    private static Picture difference(Picture one, Picture other) {
        float[] planes = new float[one.planes().length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = one.planes()[i] - other.planes()[i];
        }
        return new Picture(one.width(), one.height(), 1, planes);
    }

    private static float largestOutside(Picture picture, List<Box> boxes) {
        float largest = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                Box pixel = new Box(x, y, x + 1, y + 1);
                if (boxes.stream().allMatch(box -> box.iou(pixel) == 0)) {
                    largest = Math.max(largest, Math.abs(picture.at(0, y, x)));
                }
            }
        }
        return largest;
    }

    private static double mean(Picture picture, Box box) {
        double sum = 0;
        int count = 0;
        for (int y = Math.max(0, (int) box.y1()); y <= Math.min(picture.height() - 1, box.y2()); y++) {
            for (int x = Math.max(0, (int) box.x1()); x <= Math.min(picture.width() - 1, box.x2()); x++) {
                sum += picture.at(0, y, x);
                count++;
            }
        }
        return sum / count;
    }
}
