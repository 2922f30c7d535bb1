package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
    @TempDir
    Path folder;

    private final PictureReader reader = new PictureReader();

    /** EXIF names where the stored first row and first column belong: 6 is right and top, a turn by 90 degrees. */
    @ParameterizedTest
    @CsvSource({
        "1, 'abc def'", "2, 'cba fed'", "3, 'fed cba'", "4, 'def abc'",
        "5, 'ad be cf'", "6, 'da eb fc'", "7, 'fc eb da'", "8, 'cf be ad'"
    })
    void eachTagTurnsThePictureAsPeopleSeeIt(int tag, String seen) {
        Picture stored = new Picture(3, 2, 1, new float[] {0, 1, 2, 3, 4, 5});

        Picture picture = Orientation.ofTag(tag).orElseThrow().seen(stored);

        assertThat(letters(picture)).isEqualTo(seen);
    }

    @Test
    void everyChannelIsTurned() {
        Picture stored = new Picture(2, 1, 3, new float[] {0, 1, 2, 3, 4, 5});

        Picture picture = Orientation.MIRRORED.seen(stored);

        assertThat(picture.planes()).containsExactly(1, 0, 3, 2, 5, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theTagOfAJpegIsFoundInEitherByteOrderBehindOtherSegments(int tag) throws IOException {
        byte[] plain = PictureBytes.encoded(PictureBytes.sixReds(), "jpg");
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] exif = PictureBytes.joined(PictureBytes.ascii("Exif\0\0"), PictureBytes.exif(tag, order));
            byte[] photo = PictureBytes.withSegment(
                    PictureBytes.withSegment(plain, 0xE1, exif), 0xE1, PictureBytes.ascii("http://ns.adobe.com/xap/"));
            Path file = Files.write(folder.resolve("photo.jpg"), photo);

            PictureHeader header = reader.header(file);

            assertThat(header.orientation().tag()).isEqualTo(tag);
            assertThat(header.stored()).isEqualTo(new PictureSize(3, 2));
            assertThat(header.seen()).isEqualTo(tag < 5 ? new PictureSize(3, 2) : new PictureSize(2, 3));
        }
    }

    @Test
    void theChunkOfAPngCountsToo() throws IOException {
        byte[] png = PictureBytes.withChunk(
                PictureBytes.encoded(PictureBytes.sixReds(), "png"),
                "eXIf",
                PictureBytes.exif(6, ByteOrder.LITTLE_ENDIAN));
        Path file = Files.write(folder.resolve("photo.png"), png);
        PictureHeader header = reader.header(file);

        Picture picture = new FilePicture(file, header.orientation()).read();

        assertThat(header.seen()).isEqualTo(new PictureSize(2, 3));
        assertThat(Math.round(picture.at(0, 0, 0) * 255)).isEqualTo(120);
        assertThat(Math.round(picture.at(0, 0, 1) * 255)).isZero();
    }

    @Test
    void exifDataThatIsNoneLeavesThePictureUpright() throws IOException {
        byte[] plain = PictureBytes.encoded(PictureBytes.sixReds(), "jpg");
        byte[] unknownTag = PictureBytes.exif(9, ByteOrder.BIG_ENDIAN);
        byte[] cut = java.util.Arrays.copyOf(PictureBytes.exif(6, ByteOrder.BIG_ENDIAN), 20);
        for (byte[] block : new byte[][] {unknownTag, cut, PictureBytes.ascii("II"), PictureBytes.ascii("nothing")}) {
            byte[] photo =
                    PictureBytes.withSegment(plain, 0xE1, PictureBytes.joined(PictureBytes.ascii("Exif\0\0"), block));

            Path file = Files.write(folder.resolve("photo.jpg"), photo);

            assertThat(reader.header(file).orientation()).isEqualTo(Orientation.UPRIGHT);
            assertThat(reader.read(file).width()).isEqualTo(3);
        }
    }

    private static String letters(Picture picture) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                text.append((char) ('a' + (int) picture.at(0, y, x)));
            }
            text.append(' ');
        }
        return text.toString().strip();
    }
}
