package org.fpn4j.interop.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of PyTorch 2.13 and files that attack their reader; {@code make_golden.py} beside them made both. */
class TorchFileTest {
    private static final Path ATTACKED = Path.of("/tmp/fpn4j_was_attacked");

    @TempDir
    private Path directory;

    private static Path file(String name) {
        try {
            return Path.of(
                    TorchFileTest.class.getResource("/golden/torch/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "wrapped.pth", "mmdetection.pth", "protocol4.pth"})
    void aStateDictIsReadFromEveryFormat(String name) {
        TorchFile read = TorchFile.read(file(name));

        assertThat(read.weights().tensors().keySet()).containsExactly("weight", "bias");
        NamedTensor weight = read.weights().get("weight", Shape.of(2, 2, 3, 1));
        for (int i = 0; i < 12; i++) {
            assertThat(weight.values()[i]).isEqualTo(i * 0.5f - 1);
        }
        assertThat(read.weights().get("bias", Shape.of(2)).values()).containsExactly(1.5f, -2);
        assertThat(read.skipped()).containsExactly("num_batches_tracked");
    }

    @Test
    void otherTypesAreRoundedToFloat32() {
        TorchFile read = TorchFile.read(file("types.pth"));

        Shape six = Shape.of(6);
        assertThat(read.weights().get("double", six).values()).containsExactly(0, 1, -2.5f, 65504, 6e-8f, 1e-3f);
        // 6e-8 is the smallest subnormal half, 2^-24; 1e-3 has eleven bits of mantissa
        assertThat(read.weights().get("half", six).values())
                .containsExactly(0, 1, -2.5f, 65504, (float) Math.scalb(1.0, -24), 1049 * (float) Math.scalb(1.0, -20));
        assertThat(read.weights().get("bfloat16", six).values()[3]).isEqualTo(65536);
    }

    @Test
    void viewsAreReadByTheirStrides() {
        TorchFile read = TorchFile.read(file("types.pth"));

        assertThat(read.weights().get("transposed", Shape.of(3, 2)).values()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(read.weights().get("tail", Shape.of(2)).values()).containsExactly(4, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attack_zip.pth | the pickle names global[posix.system], which a state dict does not need; nothing was executed",
                "attack_legacy.pth | the pickle names global[posix.system], which a state dict does not need; nothing was executed",
                "bare_attack.pth | the pickle names global[posix.system], which a state dict does not need; nothing was executed",
                "foreign_object.pth | the pickle names global[__builtin__.slice], which a state dict does not need; nothing was executed",
                "compressed.pth | is compressed, which torch.save does not do",
                "short_storage.pth | a storage says that it has [12] values, but holds [8] bytes",
                "no_storage.pth | data/1] is missing",
                "no_pickle.pth | is a zip file without a pickle of PyTorch (data.pkl)",
                "large_view.pth | tensor[weight] has sizes[2, 2, 3, 200]",
            })
    void whatIsNoStateDictIsRefused(String name, String message) {
        assertThatThrownBy(() -> TorchFile.read(file(name)))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("expected a state dict, as torch.save(model.state_dict(), file) writes it");
        assertThat(ATTACKED).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth"})
    void aFileThatIsCutAnywhereIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        Path cut = directory.resolve("cut.pth");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.read(cut))
                    .as("first " + length + " bytes")
                    .isInstanceOf(UserInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth"})
    void damageIsRefusedOrHarmless(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        Path damaged = directory.resolve("damaged.pth");
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = whole.clone();
            for (int j = 0; j < 4; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(damaged, bytes);
            try {
                TorchFile.read(damaged);
            } catch (UserInputException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(ATTACKED).doesNotExist();
    }
}
