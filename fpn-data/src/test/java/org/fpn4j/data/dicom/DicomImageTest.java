package org.fpn4j.data.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.fpn4j.data.image.ContentStream;
import org.fpn4j.data.image.PixelSpacing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a file's data set. */
class DicomImageTest {
    private static final String UNKNOWN = ": unless annotations know one, sizes are in pixels";

    @Test
    void bitsThatAreNotStoredAreNoPartOfASample() throws IOException {
        assertThat(DicomBytes.row(0xF123, 0x1FFF).bits(16, 12).image().stored()).containsExactly(0x123, 0xFFF);
        assertThat(DicomBytes.row(0x1230, 0xFFFF)
                        .bits(16, 12)
                        .words(Tag.HIGH_BIT, 15)
                        .image()
                        .stored())
                .containsExactly(0x123, 0xFFF);
    }

    @Test
    void theSignIsTheHighestStoredBit() throws IOException {
        assertThat(DicomBytes.row(0x0FFF, 0x0800, 0x07FF)
                        .bits(16, 12)
                        .words(Tag.REPRESENTATION, 1)
                        .image()
                        .stored())
                .containsExactly(-1, -2048, 2047);
    }

    @Test
    void rowsAreTheVerticalSpacing() throws IOException {
        DicomSpacing spacing = DicomBytes.row(0, 1)
                .text(Tag.PIXEL_SPACING, "0.2\\0.1")
                .image()
                .header()
                .spacing();

        assertThat(spacing.patient()).contains(new PixelSpacing(/* x= */ 0.1, /* y= */ 0.2));
        assertThat(spacing.heightOverWidth()).isEqualTo(2);
        assertThat(spacing.calibrated()).isTrue();
    }

    @Test
    void theDetectorIsNotThePatient() throws IOException {
        DicomHeader header = DicomBytes.row(0, 1)
                .text(Tag.IMAGER_PIXEL_SPACING, "0.1\\0.1")
                .image()
                .header();

        assertThat(header.spacing().patient()).isEmpty();
        assertThat(header.spacing().detector()).contains(new PixelSpacing(0.1, 0.1));
        assertThat(header.notes()).containsExactly("it has Imager Pixel Spacing alone and no magnification" + UNKNOWN);
    }

    @Test
    void aKnownMagnificationMakesOneOfTheOther() throws IOException {
        DicomBytes file = DicomBytes.row(0, 1).text(Tag.IMAGER_PIXEL_SPACING, "0.2\\0.4");
        Optional<PixelSpacing> half = Optional.of(new PixelSpacing(0.2, 0.1));

        assertThat(file.text(Tag.SOURCE_TO_DETECTOR, "1800")
                        .text(Tag.SOURCE_TO_PATIENT, "900")
                        .image()
                        .header()
                        .spacing()
                        .patient())
                .isEqualTo(half);
        assertThat(file.without(Tag.SOURCE_TO_PATIENT)
                        .text(Tag.MAGNIFICATION, "2")
                        .image()
                        .header()
                        .spacing()
                        .patient())
                .isEqualTo(half);
    }

    @Test
    void aSpacingThatIsTheDetectorsIsNotCalibrated() throws IOException {
        DicomBytes file =
                DicomBytes.row(0, 1).text(Tag.PIXEL_SPACING, "0.14\\0.14").text(Tag.IMAGER_PIXEL_SPACING, "0.14\\0.14");

        assertThat(file.image().header().spacing().calibrated()).isFalse();
        assertThat(file.text(Tag.PIXEL_SPACING, "0.12\\0.12")
                        .image()
                        .header()
                        .spacing()
                        .calibrated())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0\\0", "0.1", "-1\\-1", "1\\2\\3"})
    void whatIsNoSpacingIsNoted(String text) throws IOException {
        DicomHeader header =
                DicomBytes.row(0, 1).text(Tag.PIXEL_SPACING, text).image().header();

        assertThat(header.spacing().patient()).isEmpty();
        assertThat(header.notes())
                .containsExactly("its Pixel Spacing is no pair of lengths", "it has no Pixel Spacing" + UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FRAMES         | 3    | it has Number of Frames[3], and files of one are read
                    ROWS           | 0    | its Rows are missing or [0]
                    COLUMNS        | 0    | its Columns are missing or [0]
                    BITS_ALLOCATED | 32   | its Bits Allocated[32] are none of [1], [8] and [16]
                    BITS_STORED    | 17   | its Bits Stored[17] with High Bit[15] do not lie in Bits Allocated[16]
                    SAMPLES        | 3    | its Photometric Interpretation[MONOCHROME2] has Samples per Pixel[1], not [3]
                    PHOTOMETRIC    | HSV  | its Photometric Interpretation[HSV] is none that is read
                    PHOTOMETRIC    | DOE  | its Photometric Interpretation is none that is read
                    COLUMNS        | 3    | its Pixel Data has bytes[4], and Rows and Columns ask for [6]
                    """)
    void whatIsNotReadIsRefusedByName(String element, String value, String message) throws Exception {
        int tag = Tag.class.getDeclaredField(element).getInt(null);
        DicomBytes file = DicomBytes.row(0, 1);
        if (element.equals("FRAMES") || element.equals("PHOTOMETRIC")) {
            file.text(tag, value);
        } else {
            file.words(tag, Integer.parseInt(value));
        }

        assertThatThrownBy(file::shown).isInstanceOf(IOException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1.2.840.10008.1.2.4.80 | its pixels are JPEG-LS Lossless, transfer syntax[1.2.840.10008.1.2.4.80], which is not read
                    1.2.840.10008.1.2.4.201 | its pixels are High-Throughput JPEG 2000 Lossless, transfer syntax[1.2.840.10008.1.2.4.201], which is not read
                    1.2.3.4 | its transfer syntax[1.2.3.4] is none that is known
                    DOE^JANE | its transfer syntax is none that is known
                    """)
    void syntaxesAreRefusedByName(String uid, String message) {
        assertThatThrownBy(() -> new DicomBytes(uid).image())
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void jpeg2000NeedsAPlugin() throws IOException {
        String uid = "1.2.840.10008.1.2.4.90";

        assertThat(TransferSyntax.of(uid)).isEqualTo(TransferSyntax.JPEG_2000_LOSSLESS);
        assertThatThrownBy(() -> TransferSyntax.of(uid, /* readsJpeg2000= */ false))
                .isInstanceOf(IOException.class)
                .hasMessage("its pixels are JPEG 2000 Lossless, transfer syntax[" + uid
                        + "], which is not read without a plug-in for it on the class path");
    }

    @Test
    void pixelsThatAreMissingAreToldByTheHeaderAlone() {
        byte[] file = DicomBytes.row(1, 2, 3).file();
        ContentStream cut = new ContentStream(Arrays.copyOf(file, file.length - 2));

        assertThatThrownBy(() -> new DicomFormat().header(cut))
                .isInstanceOf(IOException.class)
                .hasMessage("its Pixel Data has bytes[4], and Rows and Columns ask for [6]");
    }

    @Test
    void aFileWithoutPixelsIsNoPicture() {
        assertThatThrownBy(() -> DicomBytes.row(1).without(Tag.PIXEL_DATA).image())
                .isInstanceOf(IOException.class)
                .hasMessage("it is a DICOM file without Pixel Data");
    }

    @Test
    void sequencesMayBeNestedAsDeepAsFilesHaveThem() throws IOException {
        assertThat(nested(60).image().stored()).containsExactly(1, 2);
        assertThatThrownBy(() -> nested(10_000).image())
                .isInstanceOf(IOException.class)
                .hasMessage("its sequences are nested more than [64] deep");
    }

    private static DicomBytes nested(int depth) {
        byte[] item = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, -1, -1, -1, -1};
        byte[] ends = {
            (byte) 0xFE,
            (byte) 0xFF,
            0x0D,
            (byte) 0xE0,
            0,
            0,
            0,
            0,
            (byte) 0xFE,
            (byte) 0xFF,
            (byte) 0xDD,
            (byte) 0xE0,
            0,
            0,
            0,
            0
        };
        byte[] inner = {0x08, 0, 0x15, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1};
        byte[][] parts = new byte[2 * depth][];
        for (int i = 0; i < depth; i++) {
            parts[i] = i == 0 ? item : DicomBytes.joined(inner, item);
            parts[depth + i] = ends;
        }
        return DicomBytes.row(1, 2).put(0x00081115, "SQ", DicomBytes.joined(parts));
    }

    /** Nobody's name is in what is kept: neither in values nor in what prints. */
    @Test
    void whatAFileSaysOfAPersonIsNotRead() throws Exception {
        byte[] name = "DOE^JANE".getBytes(StandardCharsets.ISO_8859_1);
        DicomImage image = DicomBytes.row(1, 2).put(0x00100010, "PN", name).image();
        Field file = DicomImage.class.getDeclaredField("file");
        file.setAccessible(true);
        DataSet set = ((DicomFile) file.get(image)).set();

        assertThat(set.bytes(0x00100010)).isEmpty();
        assertThat(image.header() + " " + file.get(image)).doesNotContain("DOE");
        assertThat(Tag.VALUES)
                .allMatch(tag -> Arrays.asList(0x0002, 0x0018, 0x0028).contains(tag >>> 16));
    }
}
