package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.ValueInfoProto;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir
    private static Path directory;

    private static Path config;
    private static Path weights;

    @BeforeAll
    static void writeWeights() {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("initial.safetensors");
        assertThat(CommandRun.of("weights", config, "--out", weights).code()).isZero();
    }

    private static Map<String, String> metadata(ModelProto model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        return metadata;
    }

    private static ModelProto read(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    @Test
    void writesAModelThatFindsObjects() throws IOException {
        Path file = directory.resolve("whole.onnx");
        CommandRun export = CommandRun.of("export", config, "--weights", weights, "--onnx", file);

        assertThat(export)
                .isEqualTo(new CommandRun(
                        0,
                        """
                        input images [N, 3, 64, 64] float
                        output boxes [N, 100, 4] float
                        output scores [N, 100] float
                        output labels [N, 100] int64
                        output num_detections [N] int64
                        """
                                + "opset 17, " + Files.size(file) + " bytes: " + file + "\n",
                        ""));
        ModelProto model = read(file);
        assertThat(model.getGraph().getInitializerList())
                .extracting(onnx.Onnx.TensorProto::getName)
                .contains("backbone.conv1.weight", "neck.output.P3.bias", "head.centerness.weight");
        assertThat(metadata(model))
                .isEqualTo(Map.of(
                        "input_size", "[64,64]",
                        "resize", "\"letterbox\"",
                        "channels", "\"rgb\"",
                        "mean", "[0.485,0.456,0.406]",
                        "std", "[0.229,0.224,0.225]"));
    }

    @Test
    void rawOutputsHaveTheNamesOfATrace() throws IOException {
        Path file = directory.resolve("raw.onnx");
        CommandRun export = CommandRun.of(
                "export", config, "--weights", weights, "--onnx", file, "--raw", "--set", "input.width=96");

        assertThat(export.results())
                .startsWith(
                        """
                        input images [N, 3, 64, 96] float
                        output head/cls_logits [N, 126, 3] float
                        output head/box_deltas [N, 126, 4] float
                        output head/centerness [N, 126, 1] float
                        """
                                + "opset 17, ");
        assertThat(read(file).getGraph().getOutputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("head/cls_logits", "head/box_deltas", "head/centerness");
    }

    @Test
    void aRunGivesItsClasses() throws IOException {
        Path run = directory.resolve("run");
        assertThat(CommandRun.of("train", config, "--out", run).code()).isZero();
        Path file = directory.resolve("run.onnx");

        CommandRun export = CommandRun.of("export", run, "--onnx", file);

        assertThat(export.code()).as(export.log()).isZero();
        assertThat(metadata(read(file)))
                .containsEntry("class_names", "[\"nodule\",\"consolidation\",\"heart\"]")
                .containsEntry("category_ids", "[1,2,3]");
    }

    @Test
    void needsWeightsAndAFile() {
        assertThat(CommandRun.of("export", config, "--onnx", directory.resolve("none.onnx")))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        config + ": a config needs --weights\n"
                                + "    expected the directory of a run, or a config and --weights FILE\n1 problem.\n"));
        CommandRun fileless = CommandRun.of("export", config, "--weights", weights);
        assertThat(fileless.code()).isEqualTo(2);
        assertThat(fileless.log()).startsWith("Missing required option: '--onnx=FILE'\n");
        assertThat(directory.resolve("none.onnx")).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        Path file = directory.resolve("nowhere").resolve("model.onnx");

        assertThat(CommandRun.of("export", config, "--weights", weights, "--onnx", file))
                .isEqualTo(new CommandRun(
                        2, "", file + ": cannot be written: its directory does not exist\n1 problem.\n"));
    }
}
