package org.fpn4j.interop.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
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

    /** Names of tensors in dictionaries are the way to them. */
    @ParameterizedTest
    @CsvSource({
        "zip.pth, ''",
        "legacy.pth, ''",
        "protocol4.pth, ''",
        "wrapped.pth, state_dict.module.",
        "mmdetection.pth, state_dict.",
        "training.pth, model.",
        "training_protocol5.pth, model.",
        "tuple.pth, 0."
    })
    void aStateDictIsReadFromEveryFormatAndEverythingAroundIt(String name, String prefix) {
        TorchFile read = TorchFile.read(file(name));

        assertThat(read.weights().tensors().keySet()).startsWith(prefix + "weight", prefix + "bias");
        NamedTensor weight = read.weights().get(prefix + "weight", Shape.of(2, 2, 3, 1));
        for (int i = 0; i < 12; i++) {
            assertThat(weight.values()[i]).isEqualTo(i * 0.5f - 1);
        }
        assertThat(read.weights().get(prefix + "bias", Shape.of(2)).values()).containsExactly(1.5f, -2);
        assertThat(read.others()).containsEntry(prefix + "num_batches_tracked", "whole numbers");
    }

    @Test
    void whatATrainingSavesBesideItsWeightsIsNoHindrance() {
        TorchFile read = TorchFile.read(file("training.pth"));

        assertThat(read.weights().tensors().keySet())
                .containsExactly("model.weight", "model.bias", "model_ema.weight", "model_ema.bias");
    }

    @Test
    void parametersAreTensorsAndTheRestIsSaid() {
        TorchFile read = TorchFile.read(file("parameters.pth"));

        assertThat(read.weights().tensors().keySet()).containsExactly("weight", "bias");
        assertThat(read.others())
                .containsExactly(
                        entry("num_batches_tracked", "whole numbers"),
                        entry("empty", "a tensor without values"),
                        entry("note", "no tensor"),
                        entry("extra", "None"),
                        entry("options", "a value of [argparse.Namespace]"));
    }

    @Test
    void whatWouldBeCalledIsNoTensorAndIsNotCalled() {
        TorchFile read = TorchFile.read(file("attack_beside.pth"));

        assertThat(read.weights().tensors().keySet()).containsExactly("weight");
        assertThat(read.others()).containsExactly(entry("other", "a value of [posix.system]"));
        assertThat(ATTACKED).doesNotExist();
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
                "attack_zip.pth | holds no tensor of real numbers; key[weight] is a value of [posix.system], which was not called",
                "attack_legacy.pth | holds no tensor of real numbers; key[weight] is a value of [posix.system], which was not called",
                "bare_attack.pth | is a pickle of a value of [posix.system], but no file of torch.save",
                "objects_2.pkl | is a pickle, but no file of torch.save",
                "whole_module.pth | holds a value of [torch.nn.modules.linear.Linear], no dictionary of tensors",
                "bare_tensor.pth | holds a single value, no dictionary of tensors",
                "empty.pth | holds no tensor of real numbers",
                "integers.pth | holds no tensor of real numbers",
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
