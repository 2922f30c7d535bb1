package org.fpn4j.data.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PixelSpacing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomWriterTest {
    private static final PixelSpacing SPACING = new PixelSpacing(0.25, 0.125);

    private static byte[] written(int bits, Picture picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DicomWriter(bits, SPACING).write(out, picture, "radiograph000001");
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void whatIsWrittenIsShownAsItWas(int bits) throws IOException {
        float most = (1 << bits) - 1;
        float[] values = {0, 1 / most, 0.5f, 200 / most, 1 - 1 / most, 1};
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i] * most) / most;
        }
        DicomImage image = DicomImage.of(Path.of("a.dcm"), written(bits, new Picture(3, 2, 1, values)));

        assertThat(image.header().size()).isEqualTo(new PictureSize(3, 2));
        assertThat(image.header().bitsStored()).isEqualTo(bits);
        assertThat(image.header().spacing().patient()).isEqualTo(Optional.of(SPACING));
        assertThat(image.header().notes()).isEmpty();
        assertThat(image.decode().planes()).containsExactly(values);
    }

    @Test
    void anOddNumberOfBytesIsFilledUp() throws IOException {
        byte[] file = written(8, new Picture(3, 1, 1, new float[] {0, 1, 0}));

        assertThat(Arrays.copyOfRange(file, file.length - 4, file.length)).containsExactly(0, -1, 0, 0);
        assertThat(DicomImage.of(Path.of("a.dcm"), file).decode().planes()).containsExactly(0, 1, 0);
    }

    @Test
    void sameNameSameFile() throws IOException {
        Picture picture = new Picture(1, 1, 1, new float[] {1});

        assertThat(written(16, picture)).isEqualTo(written(16, picture));
    }

    @Test
    void nothingIsSaidOfAPerson() throws IOException {
        String file = new String(written(8, new Picture(2, 1, 1, new float[2])), StandardCharsets.ISO_8859_1);

        assertThat(file).contains("DICM").contains("PN\0\0").doesNotContain("radiograph000001");
    }

    @Test
    void bitsThatNoPictureHasAreRefused() {
        assertThatThrownBy(() -> new DicomWriter(12, SPACING)).hasMessage("bits[12] must be 8 or 16");
    }
}
