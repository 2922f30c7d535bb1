package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.radiograph.RadiographsConfig;
import org.fpn4j.data.survey.PictureFacts.Depth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadPicturesTest {
    @TempDir
    private Path directory;

    private final List<ImageEntry> images = new ArrayList<>();

    private Path image(String name, int type) throws IOException {
        Path file = directory.resolve(name);
        BufferedImage image = new BufferedImage(40, 30, type);
        for (int i = 0; i < 1200; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                image.getRaster().setSample(i % 40, i / 40, band, i * 31 % 251);
            }
        }
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        Annotation box = new Annotation(images.size() + 1L, 0, new Box(1, 1, 9, 9), 64, ObjectKind.OBJECT);
        images.add(new ImageEntry(
                images.size() + 1L, name, new FilePicture(file, Orientation.UPRIGHT), 40, 30, List.of(box)));
        return file;
    }

    private Dataset dataset() {
        return new Dataset("set train", List.of(new Category(0, 1, "nodule")), images, DataReport.CLEAN);
    }

    @Test
    void formatsChannelsAndValuesAreOfThePixels() throws IOException {
        image("a.png", BufferedImage.TYPE_BYTE_GRAY);
        image("b.png", BufferedImage.TYPE_USHORT_GRAY);
        image("c.jpg", BufferedImage.TYPE_3BYTE_BGR);
        List<String> heard = new ArrayList<>();

        ReadPictures read = ReadPictures.of(dataset(), 1, (name, done, total) -> heard.add(done + "/" + total));

        assertThat(read.dataset()).isEqualTo(dataset());
        assertThat(read.facts()).hasSize(3);
        assertThat(List.of(
                        read.facts().get(1L).format(),
                        read.facts().get(1L).channels(),
                        read.facts().get(1L).depth()))
                .containsExactly("PNG", 1, Depth.EIGHT_BITS);
        assertThat(read.facts().get(2L).depth()).isEqualTo(Depth.SIXTEEN_BITS);
        assertThat(List.of(read.facts().get(3L).format(), read.facts().get(3L).channels()))
                .containsExactly("JPEG", 3);
        assertThat(read.facts().get(1L).print()).isPresent();
        assertThat(heard).containsExactly("1/3", "2/3", "3/3");
    }

    @Test
    void whatIsBrokenBehindItsHeaderIsLeftOutAndTold() throws IOException {
        image("a.png", BufferedImage.TYPE_BYTE_GRAY);
        Path broken = image("b.png", BufferedImage.TYPE_BYTE_GRAY);
        byte[] content = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(content, content.length / 2));

        ReadPictures read = ReadPictures.of(dataset(), 2, CheckListener.SILENT);

        assertThat(read.dataset().images()).extracting(ImageEntry::fileName).containsExactly("a.png");
        assertThat(read.dataset().leftOutImages()).isEqualTo(1);
        assertThat(read.dataset().report().count(ProblemKind.BROKEN_IMAGE)).isEqualTo(1);
        assertThat(read.dataset().report().summary()).contains("b.png: image cannot be decoded");
    }

    @Test
    void nothingButBrokenPicturesIsRefused() throws IOException {
        Files.write(image("a.png", BufferedImage.TYPE_BYTE_GRAY), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> ReadPictures.of(dataset(), 1, CheckListener.SILENT))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("data set[set train] has no usable image among [1]");
    }

    @Test
    void picturesThatAreDrawnHaveNoFormat() {
        Dataset drawn = new RadiographsConfig(2, 1, 1, 64, 64, 0, 16, 0.03, 1, 4, 2).open(Split.TRAIN);

        PictureFacts facts =
                ReadPictures.of(drawn, 1, CheckListener.SILENT).facts().get(1L);

        assertThat(facts.format()).isEqualTo("drawn");
        assertThat(facts.depth()).isEqualTo(Depth.SIXTEEN_BITS);
    }

    @Test
    void valuesOfNeitherDepthAreOthers() {
        assertThat(PictureFacts.of("DICOM", new Picture(1, 1, 1, new float[] {0.12345678f}))
                        .depth())
                .isEqualTo(Depth.OTHER);
        assertThat(PictureFacts.of("DICOM", new Picture(1, 1, 1, new float[] {1 / 255f}))
                        .depth()
                        .words())
                .isEqualTo("8 bits");
    }

    @Test
    void aFileThatIsNotThereHasNoFormat() {
        Path missing = directory.resolve("missing.png");

        assertThatThrownBy(() -> new PictureReader().format(missing))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("image does not exist");
    }
}
