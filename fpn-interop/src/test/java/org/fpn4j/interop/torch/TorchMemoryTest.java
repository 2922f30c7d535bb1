package org.fpn4j.interop.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much. */
class TorchMemoryTest {
    private static final int VALUES = 100_000; // of the one storage in a file

    @TempDir
    private Path directory;

    /** A zip file as torch.save writes it, around a pickle in Latin-1. */
    private Path file(String pickle) throws IOException {
        Path file = directory.resolve("a.pth");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "archive/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "archive/data/0", new byte[Float.BYTES * VALUES]);
        }
        return Files.write(file, bytes.toByteArray());
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    /** A dictionary of as many tensors of one storage; {@code offset} says where the i-th begins. */
    private static String dictionary(int tensors, java.util.function.IntUnaryOperator offset) {
        StringBuilder pickle = new StringBuilder("\u0080\u0002}(");
        for (int i = 0; i < tensors; i++) {
            pickle.append("V").append(i).append('\n');
            pickle.append("ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI")
                    .append(VALUES)
                    .append("\ntQI")
                    .append(offset.applyAsInt(i))
                    .append("\n(I50000\nt(I1\ntI00\n}tR");
        }
        return pickle.append("u.").toString();
    }

    @Test
    void namesOfOneTensorShareItsValues() throws IOException {
        Map<String, NamedTensor> tensors =
                TorchFile.read(file(dictionary(20_000, i -> 0))).weights().tensors();

        assertThat(tensors).hasSize(20_000);
        assertThat(tensors.get("0").shape()).isEqualTo(Shape.of(50_000));
        assertThat(tensors.get("19999").values()).isSameAs(tensors.get("0").values());
    }

    @Test
    void viewsThatAllDifferAreRefusedBeforeTheyAreMade() throws IOException {
        Path file = file(dictionary(20_000, i -> i));

        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageStartingWith(file + ": tensors need [3816] MB of memory, and [");
    }

    @Test
    void oneListIsNotMadeIntoDictionariesOverAndOver() throws IOException {
        String list = "(" + "V\nV\n\u0086".repeat(10_000) + "lp0\n";
        String calls = "ccollections\nOrderedDict\n(g0\ntR0".repeat(1000);
        Path file = file("\u0080\u0002" + list + calls + "}.");

        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("the pickle makes more of its values than it holds");
    }

    @Test
    void noTensorHasMoreDimensionsThanPyTorchAllows() throws IOException {
        Path file =
                file("\u0080\u0002}V\nctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI"
                        + VALUES + "\ntQI0\n(" + "I1\n".repeat(65) + "t(" + "I1\n".repeat(65) + "tI00\n}tRs.");

        assertThatThrownBy(() -> TorchFile.read(file)).hasMessageContaining("a tensor has [65] dimensions");
    }

    /** To read them takes time by the square of their number. */
    @Test
    void numbersOfManyDigitsAreRefused() throws IOException {
        Path file = file("\u0080\u0002I" + "9".repeat(1_000_000) + "\n.");

        assertThatThrownBy(() -> TorchFile.read(file))
                .hasMessageContaining("the pickle has a number of [1000000] digits");
    }
}
