package org.fpn4j.data.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.fpn4j.data.image.ContentStream;
import org.fpn4j.data.image.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How pixels are coded. */
class DicomPixelsTest {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String JPEG = "1.2.840.10008.1.2.4.50";

    private static DicomBytes sized(String syntax, int rows, int columns) {
        return new DicomBytes(syntax).words(Tag.ROWS, rows).words(Tag.COLUMNS, columns);
    }

    private static DicomBytes colours(String syntax, String photometric, int columns) {
        return sized(syntax, 1, columns).bits(8, 8).words(Tag.SAMPLES, 3).text(Tag.PHOTOMETRIC, photometric);
    }

    /** A header and segments. */
    private static byte[] rle(byte[]... segments) {
        ByteBuffer header =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(segments.length);
        int at = 64;
        for (byte[] segment : segments) {
            header.putInt(at);
            at += segment.length;
        }
        return DicomBytes.joined(header.array(), DicomBytes.joined(segments));
    }

    private static byte[] of(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return all;
    }

    /** The high bytes are a run, the low ones three as they are; -128 stands for nothing, and what is over is dropped. */
    @Test
    void segmentsAreBytesOfSamplesTheHighOnesFirst() throws IOException {
        byte[] packed = rle(of(-128, -2, 7, -128), of(2, 1, 2, 3, 0, 99));

        assertThat(sized(RLE, 1, 3).fragments(packed).image().stored()).containsExactly(0x701, 0x702, 0x703);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void segmentsOfColoursArePlanesWhateverIsSaidOfThem(int planar) throws IOException {
        byte[] packed = rle(of(1, 10, 40), of(1, 20, 50), of(1, 30, 60));

        Picture picture = colours(RLE, "RGB", 2)
                .words(Tag.PLANAR, planar)
                .fragments(packed)
                .image()
                .decode();

        assertThat(picture.planes()).containsExactly(10 / 255f, 40 / 255f, 20 / 255f, 50 / 255f, 30 / 255f, 60 / 255f);
    }

    @Test
    void segmentsThatEndEarlyAreTold() {
        assertThatThrownBy(() ->
                        sized(RLE, 1, 3).fragments(rle(of(-2, 7), of(1, 1, 2))).shown())
                .isInstanceOf(IOException.class)
                .hasMessage("its RLE segment[2] of [2] ends early");
        assertThatThrownBy(() -> sized(RLE, 1, 3).fragments(rle(of(-2, 7))).shown())
                .hasMessage("it has RLE segments[1], where pixels need [2]");
        assertThatThrownBy(() -> sized(RLE, 60_000, 3_000)
                        .fragments(rle(of(-2, 7), of(1, 1, 2)))
                        .shown())
                .hasMessage("its RLE segments end early");
    }

    @Test
    void fragmentsAreJoinedWhereverTheyAreCut() throws IOException {
        byte[] packed = rle(of(-2, 7), of(2, 1, 2, 3));

        DicomBytes file =
                sized(RLE, 1, 3).fragments(Arrays.copyOf(packed, 30), Arrays.copyOfRange(packed, 30, packed.length));

        assertThat(file.image().stored()).containsExactly(0x701, 0x702, 0x703);
    }

    @Test
    void coloursLieBesideEachOtherOrInPlanes() throws IOException {
        DicomBytes file = colours(EXPLICIT, "RGB", 2).put(Tag.PIXEL_DATA, "OB", of(10, 20, 30, 40, 50, 60));

        assertThat(file.image().decode().at(1, 0, 0)).isEqualTo(20 / 255f);
        assertThat(file.words(Tag.PLANAR, 1).image().decode().at(1, 0, 0)).isEqualTo(30 / 255f);
    }

    /** Two pixels of a luminance each and one pair of differences; 255 red is 76, 85, 255 (PS3.3, C.7.6.3.1.2). */
    @Test
    void luminanceAndDifferencesBecomeColours() throws IOException {
        Picture whole = colours(EXPLICIT, "YBR_FULL", 2)
                .put(Tag.PIXEL_DATA, "OB", of(76, 85, 255, 100, 128, 128))
                .image()
                .decode();
        Picture halved = colours(EXPLICIT, "YBR_FULL_422", 2)
                .put(Tag.PIXEL_DATA, "OB", of(76, 0, 85, 255))
                .image()
                .decode();

        assertThat(whole.planes()).containsExactly(254 / 255f, 100 / 255f, 0, 100 / 255f, 0, 100 / 255f);
        assertThat(halved.at(0, 0, 0)).isEqualTo(254 / 255f);
        assertThat(halved.at(0, 0, 1)).isEqualTo(178 / 255f);
    }

    @Test
    void palettesOfEightBitsArePackedTwoAWord() throws IOException {
        DicomBytes file = DicomBytes.bytes(0, 1, 2, 9).text(Tag.PHOTOMETRIC, "PALETTE COLOR");
        for (int channel = 0; channel < 3; channel++) {
            file.words(Tag.PALETTE_DESCRIPTOR + channel, 3, 0, 8)
                    .put(Tag.PALETTE_DATA + channel, "OW", of(10 + channel, 20 + channel, 30 + channel, 0));
        }

        assertThat(file.shown())
                .containsExactly(
                        10 / 255f, 20 / 255f, 30 / 255f, 30 / 255f, 11 / 255f, 21 / 255f, 31 / 255f, 31 / 255f,
                        12 / 255f, 22 / 255f, 32 / 255f, 32 / 255f);
    }

    @Test
    void bitsAloneAreTheLowestFirst() throws IOException {
        DicomBytes file = sized(EXPLICIT, 1, 10).bits(1, 1).put(Tag.PIXEL_DATA, "OB", of(0b0000_0101, 0b10));

        assertThat(file.image().stored()).containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            image.getRaster().setSample(i % width, i / width, 0, 8 * (i % width));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(image);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @Test
    void baselineOfOneComponentIsGrey() throws IOException {
        int[] stored =
                sized(JPEG, 16, 32).bits(8, 8).fragments(jpeg(32, 16)).image().stored();

        assertThat(stored).hasSize(512);
        assertThat(stored[9]).isCloseTo(72, within(4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 | 32 | its JPEG stream has size[32x16] and components[1], and its data set says size[16x16] and samples[1]
                    1 | 16 | its JPEG stream is of process[SOF9] with bits[8], and baseline, extended and progressive ones of [8] bits are read, and lossless ones
                    2 | 16 | its JPEG stream is of process[SOF0] with bits[12], and baseline, extended and progressive ones of [8] bits are read, and lossless ones
                    """)
    void whatAStreamSaysOfItselfDecides(int change, int width, String message) throws IOException {
        byte[] stream = jpeg(width, 16);
        for (int i = 0; i < stream.length - 1; i++) {
            if (stream[i] == (byte) 0xFF && stream[i + 1] == (byte) 0xC0) {
                stream[i + 1] = (byte) (change == 1 ? 0xC9 : 0xC0);
                stream[i + 4] = (byte) (change == 2 ? 12 : 8);
            }
        }

        assertThatThrownBy(
                        () -> sized(JPEG, 16, 16).bits(8, 8).fragments(stream).shown())
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void coloursOfAStreamAreWhatItSaysOfThem() {
        byte[] frame = of(0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0);
        byte[] adobe = of(0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 1);

        assertThat(colours(frame)).isEqualTo(JpegFrame.Colours.UNSAID);
        assertThat(colours(adobe, frame)).isEqualTo(JpegFrame.Colours.YCBCR);
        adobe[15] = 0;
        assertThat(colours(adobe, frame)).isEqualTo(JpegFrame.Colours.RGB);
        frame[10] = 'R';
        frame[13] = 'G';
        frame[16] = 'B';
        assertThat(colours(frame)).isEqualTo(JpegFrame.Colours.RGB);
    }

    /** The decoder begins an interval with the predictor of the others, not with the one of a first line (ITU-T T.81, H.1.2.1). */
    @Test
    void restartsOfLosslessStreamsAreReadWithTheFirstPredictorAlone() throws IOException {
        byte[] head = of(0xFF, 0xD8, 0xFF, 0xC3, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF, 0xDD, 0, 4, 0, 1);
        JpegFrame other = JpegFrame.of(DicomBytes.joined(head, of(0xFF, 0xDA, 0, 8, 1, 1, 0, 2, 0, 0)));
        JpegFrame first = JpegFrame.of(DicomBytes.joined(head, of(0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0)));
        PixelLayout layout = PixelLayout.of(DataSetReader.read(
                        "a.dcm", new ContentStream(DicomBytes.bytes(1).file()))
                .set());

        assertThatThrownBy(() -> other.require(layout, 31))
                .hasMessage("its lossless JPEG stream has restarts and a predictor above [1], which are not read");
        first.require(layout, 31);
        assertThatThrownBy(() -> first.require(layout, 0))
                .hasMessage("its JPEG stream has bytes[0], too few for its pixels");
    }

    private static JpegFrame.Colours colours(byte[]... segments) {
        try {
            return JpegFrame.of(DicomBytes.joined(
                            of(0xFF, 0xD8), DicomBytes.joined(segments), of(0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0)))
                    .colours();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
