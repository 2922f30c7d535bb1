package org.fpn4j.interop.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.memory.HeapBudget.Growth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles of every protocol; {@code golden/torch/make_golden.py} made those in files with Python 3.11. */
class PickleTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyObjectIsPassedByInEveryProtocol(int protocol) throws IOException {
        Map<?, ?> read = (Map<?, ?>) read(golden("objects_" + protocol + ".pkl"));

        assertThat(read.get("before")).isEqualTo(1L);
        assertThat(read.get("after")).isEqualTo("end");
        Map<?, ?> objects = (Map<?, ?>) read.get("objects");
        assertThat(objects).hasSize(46);
        assertThat(objects.get("big")).isEqualTo(BigInteger.ONE.shiftLeft(70));
        assertThat(objects.get("huge")).isEqualTo(BigInteger.ONE.shiftLeft(3000).negate());
        assertThat(objects.get("negative")).isEqualTo(-5L);
        assertThat(objects.get("medium")).isEqualTo(100000L);
        assertThat(objects.get("text")).isEqualTo("\u00e4 \ud83d\ude00 \\ \n");
        assertThat(objects.get("truth")).isEqualTo(List.of(true, false));
        assertThat(objects.get("none")).isNull();
        assertThat(objects.get("ordered")).isEqualTo(Map.of("a", 1L));
        assertThat(objects.get("default")).isEqualTo(Map.of("a", List.of(1L)));
        assertThat(objects.get("tuple")).isEqualTo(List.of(1L, List.of(2L, List.of(3L, List.of(4L, 5L)))));
        assertThat(((List<?>) objects.get("itself")).get(0)).isSameAs(objects.get("itself"));
        assertThat(List.of("namespace", "counter", "scalar", "set", "bytearray", "path", "date", "partial", "subclass"))
                .allSatisfy(name -> assertThat(objects.get(name)).isInstanceOf(Opaque.class));
    }

    /** The instructions that Python 3 reads and only older versions write. */
    @ParameterizedTest
    @CsvSource({
        "'S''it\\''s \\x41\\n''\n.', 'it''s A\n'",
        "'U\u0003abc.', abc",
        "'T\u0003\u0000\u0000\u0000abc.', abc",
    })
    void textOfPython2IsRead(String pickle, String text) {
        assertThat(read(latin(pickle))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'cos\nsystem\n(S''true''\ntR.', os.system",
        "'(S''true''\nios\nsystem\n.', os.system",
        "'(cos\nsystem\nS''true''\no.', os.system",
        "'cbuiltins\neval\n)\u0081.', builtins.eval",
        "'cbuiltins\neval\n)}\u0092.', builtins.eval",
        "'\u008c\u0002os\u008c\u0006system\u0093\u008c\u0004true\u0085R.', os.system",
        "'\u0082\u0007.', extension 7",
        "'Pname\n.', persistent id",
        "'cos\nsystem\n(S''true''\ntR}S''a''\nK\u0001sb.', os.system",
    })
    void aNameThatIsCalledStaysAName(String pickle, String what) {
        assertThat(((Opaque) read(latin(pickle))).what()).isEqualTo(what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\u008b\u00ff\u00ff\u00ff\u007f.' | a value has [2147483647] bytes, but [1] are left",
                "'B\u00ff\u00ff\u00ff\u00ff.' | a value has [4294967295] bytes, but [1] are left",
                "'\u008c\u0005ab.' | a value has [5] bytes, but [3] are left",
                "'g7\n.' | the pickle asks for value[7], which it never stored",
                "'\u00f0.' | the pickle has instruction[0xf0], which no version of Python writes",
                "'K\u0001)R.' | the pickle is cut short or damaged",
                "')' | the pickle is cut short or damaged",
            })
    void whatIsNoPickleIsSaid(String pickle, String message) {
        assertThatThrownBy(() -> read(latin(pickle)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTensorThatIsMadeOfItselfIsRefused() {
        // call(rebuild, (rebuild, type, arguments)) where the arguments are the list that they stand in
        String rebuild = "ctorch._tensor\n_rebuild_from_type_v2\n";

        assertThatThrownBy(() -> read(latin(rebuild + "]q\u0000(" + rebuild + "Nh\u0000NeR.")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("a tensor is made of itself");
    }

    private static byte[] latin(String pickle) {
        return pickle.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = PickleTest.class.getResourceAsStream("/golden/torch/" + name)) {
            return in.readAllBytes();
        }
    }

    private static Object read(byte[] pickle) {
        return Pickle.read(
                ByteBuffer.wrap(pickle),
                id -> {
                    throw new MalformedFileException("there is no storage");
                },
                new Growth("pickle", "values"));
    }
}
