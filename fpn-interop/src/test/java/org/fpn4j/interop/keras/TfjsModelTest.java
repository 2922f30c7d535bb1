package org.fpn4j.interop.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfjsModelTest {
    private static final String WANTED = "\n    expected a TF.js layers model: model.json and its shards";

    private static final String QUANTISED = ", \"quantization\": {\"dtype\": \"uint8\", \"scale\": 1, \"min\": 0}";

    @TempDir
    private Path folder;

    @Test
    void kernelsAreTurnedToOutputChannelsFirst() {
        // [kH, kW, in, out] = [1, 2, 2, 3]: value = 100 x + 10 in + out
        float[] kernel = {0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};
        float[] dense = {0, 1, 2, 10, 11, 12}; // [in, out]
        Path file = new TfjsFiles()
                .tensor("conv/kernel", "[1, 2, 2, 3]", kernel)
                .tensor("fc/kernel", "[2, 3]", dense)
                .tensor("fc/bias", "[3]", 7, 8, 9)
                .write(folder);

        TfjsModel model = TfjsModel.read(file);

        NamedTensor turned = model.weights().tensors().get("conv/kernel");
        assertThat(turned.shape()).isEqualTo(Shape.of(3, 2, 1, 2));
        assertThat(turned.values()).containsExactly(0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112);
        assertThat(model.weights().tensors().get("fc/kernel").values()).containsExactly(0, 10, 1, 11, 2, 12);
        assertThat(model.weights().tensors().get("fc/bias").values()).containsExactly(7, 8, 9);
        assertThat(TfjsModel.files(folder)).containsExactly(file, folder.resolve("a.bin"), folder.resolve("b.bin"));
    }

    @Test
    void theFolderWillDo() {
        new TfjsFiles().tensor("fc/bias", "[1]", 7).write(folder);

        assertThat(TfjsModel.read(folder).weights().tensors()).containsOnlyKeys("fc/bias");
    }

    @Test
    void quantisedValuesStandForOthers() {
        new TfjsFiles()
                .quantised("bytes", "[3]", "uint8", 0.5, -1, 0, 2, 255)
                .quantised("shorts", "[2]", "uint16", 2, 10, 0, 65535)
                .quantised("halves", "[2]", "float16", 1, 0, 0x3C00, 0xC000)
                .write(folder);

        var tensors = TfjsModel.read(folder).weights().tensors();

        assertThat(tensors.get("bytes").values()).containsExactly(-1, 0, 126.5f); // q * 0.5 - 1
        assertThat(tensors.get("shorts").values()).containsExactly(10, 131080);
        assertThat(tensors.get("halves").values()).containsExactly(1, -2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.bin", "/etc/passwd", "sub/a.bin", ".hidden", "a.bin\\u0000"})
    void shardsLieBesideTheModelAndNowhereElse(String path) {
        Path file = new TfjsFiles().tensor("fc/bias", "[1]", 7).write(folder, "\"" + path + "\"");

        assertThatThrownBy(() -> TfjsModel.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageMatching("(?s).*model.json: names shard\\[.*], which is not a file beside it.*");
    }

    @Test
    void aMissingShardIsNamed() {
        Path file = new TfjsFiles().tensor("fc/bias", "[1]", 7).write(folder, "\"c.bin\"");

        assertThatThrownBy(() -> TfjsModel.read(file))
                .hasMessage(file + ": names shard[c.bin], which does not exist" + WANTED);
    }

    @Test
    void sizesThatLieAreRefused() {
        Path file = new TfjsFiles()
                .tensor("fc/bias", "[1]", 7)
                .describe("fc/kernel", "[2000000000, 2000000000]", "")
                .write(folder);

        assertThatThrownBy(() -> TfjsModel.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": tensor[fc/kernel] is larger than any file" + WANTED);
    }

    @Test
    void shardsAreExactlyAsLongAsTheTensors() throws IOException {
        Path file = new TfjsFiles().tensor("fc/bias", "[2]", 7, 8).write(folder);
        Files.write(folder.resolve("b.bin"), new byte[5]);

        assertThatThrownBy(() -> TfjsModel.read(file))
                .hasMessage(file + ": describes tensors of [8] bytes, and its shards have [9] of them" + WANTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "{\"modelTopology\": 3}", "{\"modelTopology\": {\"config\": {\"layers\": []}}}"})
    void otherJsonIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("model.json"), text);

        assertThatThrownBy(() -> TfjsModel.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(WANTED);
    }

    @Test
    void otherTypesAreNamed() {
        Path file = new TfjsFiles().quantised("t", "[1]", "int4", 1, 0, 3).write(folder);

        assertThatThrownBy(() -> TfjsModel.read(file))
                .hasMessage(file + ": tensor[t]: is stored as [int4], which is not known" + WANTED);
    }

    @Test
    void aShardThatIsNamedAgainIsRefused() {
        Path file = new TfjsFiles().tensor("fc/bias", "[2]", 7, 8).write(folder, "\"a.bin\", \"b.bin\", \"a.bin\"");

        assertThatThrownBy(() -> TfjsModel.read(file)).hasMessage(file + ": names shard[a.bin] twice" + WANTED);
    }

    @Test
    void whatNeedsMoreMemoryThanThereIsIsRefused() throws IOException {
        Path file = new TfjsFiles().describe("w", "[2000, 1000000]", QUANTISED).write(folder, "\"a.bin\"");
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("a.bin").toFile(), "rw")) {
            sparse.setLength(2_000_000_000L);
        }

        assertThatThrownBy(() -> TfjsModel.read(file))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageStartingWith(
                        file + ": tensors need [17167] MB of memory, and ["); // 1, 4 and 4 bytes a value
    }
}
