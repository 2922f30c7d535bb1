package org.fpn4j.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of DL4J that attack their reader, or are not what they say. */
class Dl4jFileTest {
    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private static final AtomicBoolean ATTACKED = new AtomicBoolean();

    @TempDir
    private Path directory;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** What Java's serialization runs when it reads the object. */
    private static final class Attack implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
            stream.defaultReadObject();
            ATTACKED.set(true);
        }
    }

    @BeforeEach
    void makeEntries() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ModelSerializer.writeModel(
                Dl4jNetworks.network(
                        layers -> layers.addLayer(
                                        "one", Dl4jNetworks.conv(4, 4, 2).build(), "images")
                                .addLayer("two", Dl4jNetworks.conv(2, 2, 2).build(), "one"),
                        "two"),
                whole,
                false);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
    }

    private Path file() throws IOException {
        Path file = directory.resolve("a.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private static Weights weights(Path file) {
        CostGraph graph = new CostGraph();
        new Dl4jBackbone.Config(file.toString(), List.of("two"), true, true)
                .create()
                .build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 64, 64)));
        return Weights.initial(graph.parameters(), 0);
    }

    private void replace(String from, String to) {
        String text = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        entries.put(CONFIGURATION, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void objectsBesideTheWeightsAreNotMade() throws IOException {
        ByteArrayOutputStream attack = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(attack)) {
            objects.writeObject(new Attack());
        }
        entries.put("preprocessor.bin", attack.toByteArray());

        assertThat(weights(file()).tensors()).isNotEmpty();

        assertThat(ATTACKED).isFalse();
    }

    @Test
    void aConfigurationThatIsAZipBombIsRefused() throws IOException {
        entries.put(CONFIGURATION, new byte[70 << 20]);
        Path file = file();

        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("file[" + file + "] has a configuration.json of [73400320] bytes, more than [67108864]");
    }

    @Test
    void coefficientsThatLieAboutTheirNumberAreRefused() throws IOException {
        ByteArrayOutputStream lie = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(lie)) {
            header(data, 0, "LONG");
            header(data, 2_000_000_000L, "FLOAT");
            data.writeInt(0);
        }
        entries.put(COEFFICIENTS, lie.toByteArray());
        Path file = file();

        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        file
                                + ": weights cannot be read: they say that they are [2000000000] values of [FLOAT] in [4] bytes");
    }

    private static void header(DataOutputStream data, long length, String type) throws IOException {
        data.writeUTF("MIXED_DATA_TYPES");
        data.writeLong(length);
        data.writeUTF(type);
    }

    @Test
    void coefficientsOfAnotherNetworkAreRefused() throws IOException {
        replace("\"kernelSize\" : [ 2, 2 ]", "\"kernelSize\" : [ 3, 3 ]");
        Path file = file();

        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": weights cannot be read: they are not those of the configuration");
    }

    @Test
    void coefficientsThatEndEarlyAreRefused() throws IOException {
        entries.put(COEFFICIENTS, java.util.Arrays.copyOf(entries.get(COEFFICIENTS), 60));
        Path file = file();

        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": weights cannot be read: they end early, at byte[60] of coefficients.bin");
    }

    @Test
    void aNetworkThatReadsItselfIsRefused() throws IOException {
        replace("\"one\" : [ \"images\" ]", "\"one\" : [ \"two\" ]");
        Path file = file();

        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("file[" + file + "] has a configuration.json whose vertices[one, two] read themselves");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"two\" : [ \"one\" ]|\"two\" : [ \"none\" ]|in which vertex[two] is nothing, or reads what is not there",
                "\"networkOutputs\" : [ \"two\" ]|\"networkOutputs\" : [ \"x\" ]|with outputs[x] that are not all vertices",
                "\"networkInputs\" : [ \"images\" ]|\"networkInputs\" : null|without vertices, what they read, or inputs and outputs",
            })
    void aNetworkWithLooseEndsIsRefused(String from, String to, String message) throws IOException {
        replace(from, to);
        Path file = file();

        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("file[" + file + "] has a configuration.json " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"stride\" : [ 4, 4 ]|\"stride\" : null|stride[null]; it must be [2] numbers from [1] to [4096]",
                "\"stride\" : [ 4, 4 ]|\"stride\" : [ 0, 0 ]|stride[0, 0]; it must be [2] numbers from [1] to [4096]",
                "\"nin\" : 3|\"nin\" : -3|[-3] channels; there must be 1 to [1048576]",
            })
    void layersWithImpossibleNumbersAreNamed(String from, String to, String message) throws IOException {
        replace(from, to);
        Path file = file();

        assertThatThrownBy(() -> weights(file))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("file[" + file + "] has a configuration.json in which vertex[one] has " + message);
    }
}
