package org.fpn4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of Python's safetensors, and a file of ours that Python read: {@code golden/safetensors/make_golden.py}. */
class SafetensorsGoldenTest {
    @TempDir
    private Path directory;

    private static Path file(String name) {
        try {
            return Path.of(SafetensorsGoldenTest.class
                    .getResource("/golden/safetensors/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileOfPythonIsRead() {
        Weights read = Safetensors.read(file("python.safetensors"));

        float[] values = {0, 1, -2.5f, 65504, 0.0009765625f, -0.0f};
        assertThat(read.tensors().keySet())
                .containsExactlyInAnyOrder(
                        "float32", "float64", "float16", "bfloat16", "scalar", "kernel", "name.with \"signs\" and ü");
        assertThat(read.get("float32", Shape.of(2, 3)).values()).containsExactly(values);
        assertThat(read.get("float16", Shape.of(6)).values()).containsExactly(values);
        // 65504 has eleven bits of mantissa, of which eight are left
        assertThat(read.get("bfloat16", Shape.of(6)).values())
                .containsExactly(0, 1, -2.5f, 65536, 0.0009765625f, -0.0f);
        assertThat(read.get("float64", Shape.of(6)).values())
                .containsExactly(
                        0, (float) (1 / 3.0), (float) (-2.5 / 3), (float) (65504 / 3.0), 0.0009765625f / 3, -0.0f);
        assertThat(read.get("scalar", Shape.of()).values()).containsExactly(7.5f);
        float[] kernel = read.get("kernel", Shape.of(2, 3, 3, 3)).values();
        for (int i = 0; i < kernel.length; i++) {
            assertThat(kernel[i]).isEqualTo(i);
        }
    }

    @Test
    void whatIsWrittenIsTheFileThatPythonRead() throws IOException {
        float[] kernel = new float[12];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = i * 0.5f - 1;
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        tensors.put("neck.cell0.P4_td.fusion", new NamedTensor(Shape.of(2), new float[] {1, -0.25f}));
        tensors.put("head.cls_logits.weight", new NamedTensor(Shape.of(2, 3, 1, 2), kernel));
        Path written = directory.resolve("ours.safetensors");

        Safetensors.write(written, new Weights(tensors));

        assertThat(written).hasSameBinaryContentAs(file("ours.safetensors"));
        assertThat(Files.size(written)).isLessThan(1000);
    }
}
