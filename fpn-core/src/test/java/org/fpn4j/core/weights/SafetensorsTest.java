package org.fpn4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final String HINT = "\n    expected the safetensors format";

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("w.safetensors");
    }

    /** A file as another program writes it: length, header, data. */
    private Path foreign(String header, byte... data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return raw(text.length, text, data);
    }

    private Path raw(long length, byte[] header, byte... data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header).put(data);
        return Files.write(file(), bytes.array());
    }

    private static Weights weights(Map<String, float[]> vectors) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        vectors.forEach((name, values) -> tensors.put(name, new NamedTensor(Shape.of(values.length), values)));
        return new Weights(tensors);
    }

    private void refuses(Path file, String message) {
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": weights file " + message + HINT);
    }

    @Test
    void whatIsWrittenIsReadBackInOrder() throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        tensors.put("z.weight", new NamedTensor(Shape.of(2, 1, 1, 3), new float[] {1, -2, 3.5f, 0, -0f, 1e-40f}));
        tensors.put("a.bias", new NamedTensor(Shape.of(1), new float[] {Float.MAX_VALUE}));
        tensors.put("scalar", new NamedTensor(Shape.of(), new float[] {Float.NEGATIVE_INFINITY}));

        Safetensors.write(file(), new Weights(tensors));
        Map<String, NamedTensor> read = Safetensors.read(file()).tensors();

        assertThat(read.keySet()).containsExactly("z.weight", "a.bias", "scalar");
        tensors.forEach((name, tensor) -> {
            assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(read.get(name).values()).isEqualTo(tensor.values());
        });
    }

    @Test
    void manyValuesAreWrittenInPieces() throws IOException {
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        Safetensors.write(file(), weights(Map.of("long", values)));

        assertThat(Safetensors.read(file()).tensors().get("long").values()).isEqualTo(values);
    }

    @Test
    void viewsGiveTheBytesOfArrays() throws IOException {
        float[] values = new float[200_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 7f;
        }
        Safetensors.write(file(), weights(Map.of("long", values)));
        byte[] expected = Files.readAllBytes(file());

        Safetensors.write(file(), Map.of("long", Shape.of(values.length)), Map.of("long", TensorView.of(values)));

        assertThat(Files.readAllBytes(file())).isEqualTo(expected);
    }

    @Test
    void writesTheseBytes() throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new NamedTensor(Shape.of(2, 1), new float[] {1, -2}));
        tensors.put("a", new NamedTensor(Shape.of(1), new float[] {0.5f}));
        String header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";

        Safetensors.write(file(), new Weights(tensors));

        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(header.getBytes(StandardCharsets.UTF_8));
        expected.put(" ".repeat(padded - header.length()).getBytes(StandardCharsets.UTF_8));
        expected.putFloat(1).putFloat(-2).putFloat(0.5f);
        assertThat(Files.readAllBytes(file())).isEqualTo(expected.array());
    }

    @Test
    void writingAgainReplacesTheFileAndLeavesNoOther() throws IOException {
        Safetensors.write(file(), weights(Map.of("a", new float[] {1, 2, 3})));
        Safetensors.write(file(), weights(Map.of("a", new float[] {4})));

        assertThat(Safetensors.read(file()).tensors().get("a").values()).containsExactly(4);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void readsAFileOfAnotherProgram() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"w\":{\"data_offsets\":[4,12],\"dtype\":\"F32\",\"shape\":[1,2]},"
                + "\"s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}   ";
        // 0x3F800000 is 1, 0x40000000 is 2, 0xBF000000 is -0.5, least significant byte first
        byte[] data = {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0, (byte) 0xBF};

        Map<String, NamedTensor> tensors =
                Safetensors.read(foreign(header, data)).tensors();

        assertThat(tensors.keySet()).containsExactly("w", "s");
        assertThat(tensors.get("w").shape()).isEqualTo(Shape.of(1, 2));
        assertThat(tensors.get("w").values()).containsExactly(2, -0.5f);
        assertThat(tensors.get("s").shape()).isEqualTo(Shape.of());
        assertThat(tensors.get("s").values()).containsExactly(1);
    }

    @Test
    void readsHalfPrecision() throws IOException {
        // 1, -2, the largest 65504, the least subnormal 2^-24, infinity, not a number
        byte[] data = {0, 0x3C, 0, (byte) 0xC0, (byte) 0xFF, 0x7B, 1, 0, 0, 0x7C, 1, 0x7C};

        Path file = foreign("{\"h\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]}}", data);

        assertThat(Safetensors.read(file).tensors().get("h").values())
                .containsExactly(1, -2, 65504, 0x1p-24f, Float.POSITIVE_INFINITY, Float.NaN);
    }

    @Test
    void readsBrainFloatsAndDoubles() throws IOException {
        // bfloat16 1 and -3, then the double 0.1
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3F80).putShort((short) 0xC040).putDouble(0.1);

        Map<String, NamedTensor> tensors = Safetensors.read(foreign(
                        "{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                                + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[4,12]}}",
                        data.array()))
                .tensors();

        assertThat(tensors.get("b").values()).containsExactly(1, -3);
        assertThat(tensors.get("d").values()).containsExactly(0.1f);
    }

    @Test
    void leavesOutCountersAndTensorsWithoutValues() throws IOException {
        Path file = foreign(
                "{\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"e\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[8,8]},"
                        + "\"m\":{\"dtype\":\"BOOL\",\"shape\":[4],\"data_offsets\":[8,12]},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}",
                new byte[16]);

        assertThat(Safetensors.read(file).tensors().keySet()).containsExactly("w");
    }

    @Test
    void readsAFileWithoutTensors() throws IOException {
        assertThat(Safetensors.read(foreign("{}")).tensors()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file() + ": weights file does not exist");
        assertThatThrownBy(() -> Safetensors.read(directory)).hasMessage(directory + ": weights file does not exist");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void refusesAFileShorterThanItsLength(int size) throws IOException {
        refuses(Files.write(file(), new byte[size]), "is shorter than the eight bytes of its header's length");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 1, 0, -1, Long.MAX_VALUE, 100_000_001})
    void refusesALyingLength(long length) throws IOException {
        refuses(
                raw(length, "{}".getBytes(StandardCharsets.UTF_8)),
                "claims a header of [" + length + "] bytes in a file of [10]");
    }

    @Test
    void refusesAHeaderThatIsNotJson() throws IOException {
        refuses(
                foreign("{\"a\":"),
                "has a header that is not JSON: Unexpected end-of-input within/between Object entries");
        refuses(foreign("[1]"), "has a header that is not a JSON object");
        refuses(foreign("     "), "has a header that is not a JSON object");
    }

    @Test
    void refusesAHeaderWithANameTwice() throws IOException {
        String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

        refuses(
                foreign("{\"a\":" + tensor + ",\"a\":" + tensor + "}", new byte[4]),
                "has a header that is not JSON: Duplicate field 'a'");
    }

    @Test
    void refusesSomethingAfterTheHeader() throws IOException {
        assertThatThrownBy(() -> Safetensors.read(foreign("{} {}")))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(file()
                        + ": weights file has a header that is not JSON: Trailing token (of type START_OBJECT) found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F8_E4M3", "F33", "f32", ""})
    void refusesOtherTypes(String dtype) throws IOException {
        refuses(
                foreign("{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[4]),
                "tensor[a] has dtype[" + dtype + "]; F32, F64, F16 and BF16 can be read");
    }

    @Test
    void refusesATensorThatIsNone() throws IOException {
        refuses(foreign("{\"a\":3}"), "tensor[a] has dtype[]; F32, F64, F16 and BF16 can be read");
        refuses(
                foreign("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", new byte[4]),
                "tensor[a] has shape[]; it must be a list of sizes >= 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[2,-2]", "[1.5]", "[\"1\"]", "[4294967297]", "[null]", "1"})
    void refusesShapesThatAreNone(String shape) throws IOException {
        refuses(
                foreign("{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}", new byte[4]),
                "tensor[a] has shape[" + shape + "]; it must be a list of sizes >= 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0, 8", "4, 8", "8, 4", "-4, 0", "0, 3", "0, 5"})
    void refusesOffsetsThatDoNotFit(String offsets) throws IOException {
        String[] parts = offsets.split(", ");

        refuses(
                foreign("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + offsets + "]}}", new byte[4]),
                "tensor[a] of shape[1] F32 claims bytes[" + parts[0] + ", " + parts[1] + "] of [4]");
    }

    @Test
    void refusesOffsetsThatAreMissing() throws IOException {
        refuses(
                foreign("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", new byte[4]),
                "tensor[a] of shape[1] F32 claims bytes[-1, -1] of [4]");
    }

    @Test
    void refusesAShapeBeyondAllFiles() throws IOException {
        String shape = "[2147483647, 2147483647, 2147483647]";

        refuses(
                foreign("{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}", new byte[4]),
                "tensor[a] of shape" + shape + " F32 claims bytes[0, 4] of [4]");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Safetensors.write(file(), weights(Map.of("a", new float[] {1, 2, 3})));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));

        refuses(file(), "tensor[a] of shape[3] F32 claims bytes[0, 12] of [11]");
    }

    @Test
    void refusesTensorsThatOverlap() throws IOException {
        refuses(
                foreign(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                        new byte[12]),
                "tensor[b] claims bytes[4, 12], of which another tensor has those below [8]");
    }

    @Test
    void refusesBytesOfNoTensor() throws IOException {
        String first = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

        refuses(foreign(first + "}", new byte[5]), "has bytes[4, 5] that belong to no tensor");
        refuses(
                foreign(first + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}", new byte[12]),
                "has bytes[4, 8] that belong to no tensor");
    }

    /** Two gigabytes that take no place on the disk. */
    @Test
    void whatNeedsMoreMemoryThanThereIsIsRefused() throws IOException {
        byte[] header = "{\"w\":{\"dtype\":\"BF16\",\"shape\":[1000000000],\"data_offsets\":[0,2000000000]}}"
                .getBytes(StandardCharsets.UTF_8);
        Path file = raw(header.length, header);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(8 + header.length + 2_000_000_000L);
        }

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageStartingWith(file + ": tensors need [3815] MB of memory, and [");
    }
}
