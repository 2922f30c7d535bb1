package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.fpn4j.core.graph.TensorView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    /** A table whose values count from 0. */
    private static TensorView table(int values) {
        float[] table = new float[values];
        for (int i = 0; i < values; i++) {
            table[i] = i; // exact in float32 up to 2^24
        }
        return TensorView.of(table);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "40000, 1", "20001, 3", "500, 1203", "3, 20000", "1, 16384"})
    void everyRowIsWhatTheTableHas(int count, int length) {
        Rows rows = new Rows(table(count * length), length);

        IntStream.range(0, count).forEach(row -> {
            int offset = rows.offset(row);
            assertThat(rows.values()[offset]).isEqualTo(row * length);
            assertThat(rows.values()[offset + length - 1]).isEqualTo(row * length + length - 1);
        });
    }

    @ParameterizedTest
    @CsvSource({"0", "7", "39999", "12345"})
    void rowsCanBeLookedUpAgain(int row) {
        Rows rows = new Rows(table(80_000), 2);
        rows.offset(39_000);

        int offset = rows.offset(row);

        assertThat(rows.values()[offset]).isEqualTo(2 * row);
        assertThat(rows.values()[offset + 1]).isEqualTo(2 * row + 1);
    }
}
