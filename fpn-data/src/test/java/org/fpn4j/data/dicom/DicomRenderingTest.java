package org.fpn4j.data.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From stored values to greys. */
class DicomRenderingTest {
    private static DicomBytes windowed(String centre, String width, int... stored) {
        return DicomBytes.row(stored).text(Tag.WINDOW_CENTRE, centre).text(Tag.WINDOW_WIDTH, width);
    }

    @ParameterizedTest
    @CsvSource({
        "'',           0, 0.4,  0.5,  1",
        "LINEAR,       0, 0.4,  0.5,  1",
        "LINEAR_EXACT, 0.0, 0.3636, 0.4545, 0.9091",
        "SIGMOID,      0.1192, 0.3669, 0.4547, 0.8370"
    })
    void windowsHaveThreeFunctions(String function, float first, float second, float third, float fourth)
            throws IOException {
        DicomBytes file = windowed("15.5", "11", 10, 14, 15, 20); // from 10 to 20
        if (!function.isEmpty()) {
            file.text(Tag.WINDOW_FUNCTION, function);
        }

        float[] shown = file.shown();

        float[] expected = {first, second, third, fourth};
        IntStream.range(0, 4).forEach(i -> assertThat((double) shown[i])
                .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-4)));
    }

    @Test
    void theFirstOfSeveralWindowsIsTaken() throws IOException {
        assertThat(windowed("1.5\\100", "2\\50", 0, 1, 2, 90).shown()).containsExactly(0, 0.5f, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0,   '5 ', its Window Width[0.0] is not above 0 percentiles are taken",
        "-10, '5 ', its Window Width[-10.0] is not above 0 percentiles are taken",
        "10,  NaN, its Window Center is no number percentiles are taken"
    })
    void windowsThatAreNoneAreNotedAndPercentilesTaken(String width, String centre, String note) throws IOException {
        DicomBytes file = windowed(centre, width, 100, 150, 200);

        assertThat(file.shown()).containsExactly(0, 0.5f, 1);
        assertThat(file.image().header().notes().get(0).replace(",", "")).isEqualTo(note);
    }

    @Test
    void aWidthBelowOneIsExact() throws IOException {
        DicomBytes file = windowed("1", "0.5", 0, 1, 2);

        assertThat(file.shown()).containsExactly(0, 0.5f, 1);
        assertThat(file.image().header().notes())
                .contains("its Window Width[0.5] is below 1, which LINEAR does not have; LINEAR_EXACT is taken");
    }

    /** Of 1000 pixels five are below the lower percentile and five above the upper one. */
    @Test
    void withoutAWindowTheMiddle99PercentAreSpread() throws IOException {
        int[] stored = IntStream.range(0, 1000)
                .map(i -> i < 5 ? 0 : i >= 995 ? 60_000 : 1_000 + i)
                .toArray();

        float[] shown = DicomBytes.row(stored).shown();

        assertThat(shown[4]).isZero();
        assertThat(shown[5]).isZero();
        assertThat(shown[6]).isEqualTo(1 / 989f);
        assertThat(shown[994]).isEqualTo(1);
        assertThat(shown[999]).isEqualTo(1);
    }

    @Test
    void monochrome1IsInvertedBehindTheWindow() throws IOException {
        assertThat(windowed("1.5", "2", 0, 1, 2)
                        .text(Tag.PHOTOMETRIC, "MONOCHROME1")
                        .shown())
                .containsExactly(1, 0.5f, 0);
    }

    /** Neither counts padding, nor is it white where the least value is. */
    @Test
    void paddingIsBlackAndDoesNotCount() throws IOException {
        DicomBytes file = DicomBytes.row(0, 9, 10, 100, 110, 120)
                .words(Tag.PADDING, 10)
                .words(Tag.PADDING_LIMIT, 0)
                .text(Tag.PHOTOMETRIC, "MONOCHROME1");

        assertThat(file.shown()).containsExactly(0, 0, 0, 1, 0.5f, 0);
        assertThat(file.image().padding()).containsExactly(true, true, true, false, false, false);
    }

    @Test
    void paddingOfSignedPixelsIsSigned() throws IOException {
        DicomBytes file =
                DicomBytes.row(-2000, 0, 100).words(Tag.REPRESENTATION, 1).words(Tag.PADDING, -2000);

        assertThat(file.shown()).containsExactly(0, 0, 1);
    }

    @Test
    void aPictureOfOneValueIsBlack() throws IOException {
        assertThat(DicomBytes.row(7, 7).shown()).containsExactly(0, 0);
    }

    @Test
    void slopeAndInterceptComeBeforeTheWindow() throws IOException {
        DicomBytes file =
                windowed("0.5", "3", 1023, 1024, 1025).text(Tag.SLOPE, "1.").text(Tag.INTERCEPT, " -1024");

        assertThat(file.image().modality()).containsExactly(-1, 0, 1);
        assertThat(file.shown()).containsExactly(0, 0.5f, 1);
    }

    @Test
    void aSlopeOfZeroIsTakenAsOneAndNoted() throws IOException {
        DicomBytes file = DicomBytes.row(3, 4).text(Tag.SLOPE, "0");

        assertThat(file.image().modality()).containsExactly(3, 4);
        assertThat(file.image().header().notes()).contains("its Rescale Slope[0] would leave no picture, 1 is taken");
    }

    @Test
    void aSlopeThatIsNoNumberIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(
                        () -> DicomBytes.row(3, 4).text(Tag.SLOPE, "DOE^JANE").image())
                .isInstanceOf(IOException.class)
                .hasMessage("its Rescale Slope is no number");
    }

    @Test
    void tablesComeBeforeWindowsAndEndWithTheirEnds() throws IOException {
        DicomBytes file = windowed("1", "2", 39_999, 40_000, 40_001, 40_002, 50_000)
                .table(Tag.VOI_LUT, new int[] {3, 40_000, 12}, 5, 2000, 4095);

        assertThat(file.image().tabled()).containsExactly(5, 5, 2000, 4095, 4095);
        assertThat(file.shown()[2]).isEqualTo(2000 / 4095f);
    }

    @Test
    void zeroEntriesAre65536() throws IOException {
        int[] squares = IntStream.range(0, 65_536).map(i -> 65_535 - i).toArray();
        DicomBytes file = DicomBytes.row(0, 1, 32_768, 65_535).table(Tag.VOI_LUT, new int[] {0, 0, 16}, squares);

        assertThat(file.image().tabled()).containsExactly(65_535, 65_534, 32_767, 0);
    }

    @Test
    void entriesOfAModalityTableHaveNoSignWhateverPixelsHave() throws IOException {
        DicomBytes file = DicomBytes.row(-3, -2, -1)
                .words(Tag.REPRESENTATION, 1)
                .table(Tag.MODALITY_LUT, new int[] {2, -2, 16}, 60_000, 100);

        assertThat(file.image().modality()).containsExactly(60_000, 60_000, 100);
    }

    @Test
    void aTableWithFewerEntriesThanDeclaredIsRefused() {
        assertThatThrownBy(() -> DicomBytes.row(0)
                        .table(Tag.VOI_LUT, new int[] {100, 0, 16}, 1, 2)
                        .image())
                .isInstanceOf(IOException.class)
                .hasMessage("its VOI LUT has bytes[4] for entries[100]");
    }
}
