package org.fpn4j.experiments.hostile;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.CocoConfig;
import org.fpn4j.data.dataset.CocoImageList;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.dataset.VocConfig;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.family.MetricFamilies;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.TestLooks;
import org.fpn4j.interop.dl4j.Dl4jBackbone;
import org.fpn4j.interop.keras.TfjsModel;
import org.fpn4j.interop.torch.TorchFile;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.Calibration;

/** Every reader of files in the project. */
final class HostileReaders {
    private static final String PNG = "png";
    private static final byte[] GREY = ValidFiles.picture(PNG, BufferedImage.TYPE_BYTE_GRAY);

    private HostileReaders() {}

    static List<HostileReader> all() {
        return List.of(
                safetensors(),
                torch(),
                torchZip(),
                legacyTorch(),
                HostileReader.of("keras", ValidFiles.keras(), TfjsModel::read),
                dl4j(),
                dl4jZip(),
                png(),
                jpeg(),
                tiff(),
                dicom(),
                coco(),
                cocoScoring(),
                voc(),
                TableFiles.rsna(),
                TableFiles.vindr(),
                TableFiles.nih(),
                TableFiles.csv(),
                TableFiles.yolo(),
                yaml(),
                settings(),
                run(),
                SharedFiles.order(),
                SharedFiles.claim(),
                TrackerFiles.events(),
                HostileReader.of("checkpoint", CheckpointFiles.valid(), CheckpointFiles::read));
    }

    private static HostileReader safetensors() {
        return HostileReader.of(
                        "safetensors",
                        Map.of("a.safetensors", ValidFiles.safetensors()),
                        folder -> Safetensors.read(folder.resolve("a.safetensors")))
                .repaired(ValidFiles::lengthPutRight);
    }

    private static HostileReader torch() {
        return HostileReader.of("torch", ValidFiles.torchParts(), folder -> TorchFile.read(folder.resolve("a.pth")))
                .laidOut((parts, folder) -> Files.write(folder.resolve("a.pth"), ValidFiles.stored(parts, "archive/")));
    }

    private static HostileReader torchZip() {
        byte[] whole = ValidFiles.stored(ValidFiles.torchParts(), "archive/");
        return HostileReader.of("torch-zip", Map.of("a.pth", whole), folder -> TorchFile.read(folder.resolve("a.pth")));
    }

    private static HostileReader legacyTorch() {
        return HostileReader.of(
                "torch-legacy",
                Map.of("a.pt", ValidFiles.legacyTorch()),
                folder -> TorchFile.read(folder.resolve("a.pt")));
    }

    private static HostileReader dl4j() {
        return HostileReader.of("dl4j", ValidFiles.dl4j(), HostileReaders::readDl4j)
                .laidOut((parts, folder) -> Files.write(folder.resolve("a.zip"), ValidFiles.compressed(parts)));
    }

    private static HostileReader dl4jZip() {
        return HostileReader.of(
                "dl4j-zip", Map.of("a.zip", ValidFiles.compressed(ValidFiles.dl4j())), HostileReaders::readDl4j);
    }

    /** As the config's loader does it, and with the weights. */
    private static void readDl4j(Path folder) {
        CostGraph graph = new CostGraph();
        try {
            new Dl4jBackbone.Config(folder.resolve("a.zip").toString(), List.of(), true, true)
                    .create()
                    .build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 16, 16)));
        } catch (InvalidFieldsException e) {
            throw refused(e);
        }
        Weights.initial(graph.parameters(), 0);
    }

    private static UserInputException refused(InvalidFieldsException fields) {
        UserInputException refused = new UserInputException("config", fields.getMessage());
        refused.initCause(fields);
        return refused;
    }

    private static HostileReader png() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("grey.png", ValidFiles.picture(PNG, BufferedImage.TYPE_BYTE_GRAY));
        parts.put("wide.png", ValidFiles.picture(PNG, BufferedImage.TYPE_USHORT_GRAY));
        parts.put("colour.png", ValidFiles.picture(PNG, BufferedImage.TYPE_3BYTE_BGR));
        parts.put("clear.png", ValidFiles.picture(PNG, BufferedImage.TYPE_INT_ARGB));
        parts.put("palette.png", ValidFiles.picture(PNG, BufferedImage.TYPE_BYTE_INDEXED));
        parts.put("bits.png", ValidFiles.picture(PNG, BufferedImage.TYPE_BYTE_BINARY));
        return HostileReader.of("png", parts, HostileReaders::readPictures).repaired(ValidFiles::checksumsPutRight);
    }

    private static HostileReader jpeg() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("colour.jpg", ValidFiles.picture("jpg", BufferedImage.TYPE_3BYTE_BGR));
        parts.put("turned.jpg", ValidFiles.turned(ValidFiles.picture("jpg", BufferedImage.TYPE_BYTE_GRAY)));
        return HostileReader.of("jpeg", parts, HostileReaders::readPictures);
    }

    private static HostileReader tiff() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("grey.tif", ValidFiles.picture("tif", BufferedImage.TYPE_BYTE_GRAY));
        parts.put("wide.tif", ValidFiles.picture("tif", BufferedImage.TYPE_USHORT_GRAY));
        parts.put("colour.tif", ValidFiles.picture("tif", BufferedImage.TYPE_3BYTE_BGR));
        parts.put("palette.tif", ValidFiles.picture("tif", BufferedImage.TYPE_BYTE_INDEXED));
        return HostileReader.of("tiff", parts, HostileReaders::readPictures);
    }

    private static HostileReader dicom() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("grey.dcm", DicomFiles.grey());
        parts.put("rle.dcm", DicomFiles.runLengths());
        parts.put("baseline.dcm", DicomFiles.baseline());
        return HostileReader.of("dicom", parts, HostileReaders::readPictures);
    }

    private static void readPictures(Path folder) {
        PictureReader reader = new PictureReader();
        for (Path file : files(folder)) {
            reader.header(file).orientation().seen(reader.read(file));
        }
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HostileReader coco() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("train.json", ValidFiles.coco());
        return HostileReader.of("coco", parts, HostileReaders::readCoco).laidOut((mutant, folder) -> {
            Files.write(folder.resolve("train.json"), mutant.get("train.json"));
            pictures(folder.resolve("images"));
        });
    }

    private static void pictures(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("a.png"), GREY);
        Files.write(folder.resolve("b.png"), GREY);
    }

    private static void readCoco(Path folder) {
        Path file = folder.resolve("train.json");
        CocoConfig config = new CocoConfig(
                folder.toString(),
                "train.json",
                "",
                "train.json",
                "",
                "",
                "",
                OrientationRule.AUTO,
                PictureChecks.CONTENTS,
                false,
                true);
        Dataset dataset = config.open(Split.TRAIN);
        dataset.digest();
        CocoGroundTruth.of(dataset);
        config.categories();
        CocoImageList.read(file);
    }

    private static HostileReader cocoScoring() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("truth.json", ValidFiles.coco());
        parts.put("detections.json", ValidFiles.detections());
        return HostileReader.of("coco-scoring", parts, folder -> {
            CocoGroundTruthFile.read(folder.resolve("truth.json"));
            CocoParameters parameters = new CocoParameters();
            MetricFamilies families = MetricFamilies.usual();
            new Scoring(parameters, Metrics.named(families.named(families.names(), "all"), parameters))
                    .score(folder.resolve("truth.json"), folder.resolve("detections.json"));
        });
    }

    private static HostileReader voc() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("Annotations/a.xml", ValidFiles.voc());
        parts.put("Annotations/b.xml", ValidFiles.voc());
        parts.put("ImageSets/Main/train.txt", ValidFiles.text("a\nb\n"));
        return HostileReader.of("voc", parts, folder -> new VocConfig(
                                folder.toString(), "train", "train", "train", List.of(), false)
                        .open(Split.TRAIN)
                        .digest())
                .laidOut((mutant, folder) -> {
                    for (String name : mutant.keySet()) {
                        Files.createDirectories(folder.resolve(name).getParent());
                        Files.write(folder.resolve(name), mutant.get(name));
                    }
                    pictures(folder.resolve("JPEGImages"));
                });
    }

    private static HostileReader yaml() {
        return HostileReader.of("yaml", Map.of("a.yaml", ValidFiles.experiment()), folder -> new ConfigLoader()
                .load(ExperimentConfig.class, folder.resolve("a.yaml"), List.of()));
    }

    /** One text of {@code --set} a part. */
    private static HostileReader settings() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        for (String setting : ValidFiles.settings()) {
            parts.put(parts.size() + ".txt", ValidFiles.text(setting));
        }
        return HostileReader.of("settings", parts, folder -> new ConfigLoader()
                .loadSets(
                        ExperimentConfig.class,
                        files(folder).stream().map(HostileReaders::content).toList()));
    }

    static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HostileReader run() {
        return HostileReader.of("run", ValidFiles.run(), folder -> {
            RunDirectory run = new RunDirectory(folder);
            List<String> told = new ArrayList<>();
            run.result();
            run.detector().classes();
            Calibration.read(run.detector().calibration());
            ReplicatesFile.read(run.replicates());
            TestLooks.in(run);
            run.startedAt();
            run.key();
            run.keyHash();
            run.readMetrics(line -> {}, told::add);
            if (!told.isEmpty()) {
                throw new UserInputException("", String.join("\n", told));
            }
        });
    }
}
