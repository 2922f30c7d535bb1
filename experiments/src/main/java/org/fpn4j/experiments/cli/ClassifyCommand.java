package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.illustration.Images;
import org.fpn4j.interop.pretrained.ForeignWeights;
import org.fpn4j.interop.pretrained.Framework;
import org.fpn4j.interop.pretrained.ResNetClassifier;
import org.fpn4j.training.inference.Classification;
import org.fpn4j.training.inference.Classification.Guess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn classify}. */
@Command(
        name = "classify",
        description = "Names what is in photographs with an ImageNet ResNet: whether a checkpoint was understood.")
final class ClassifyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String BESIDE_KERAS = "../assets/labels.json"; // where the npm package has them

    @Parameters(index = "0", paramLabel = "FILE", description = "A ResNet's checkpoint with its classifier.")
    private Path file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "DICOM, JPEG, PNG or TIFF files.")
    private List<Path> images;

    @Option(
            names = "--from",
            defaultValue = "keras-tfjs",
            paramLabel = "FRAMEWORK",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Framework framework;

    @Option(
            names = "--entry",
            paramLabel = "KEY",
            defaultValue = "",
            description = "The part of the file that is meant, as model_ema; without it, the one that fits.")
    private String entry;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Names of the classes: JSON, by index or in a list, or a line each.")
    private Path labels;

    @Option(names = "--top", defaultValue = "5", paramLabel = "N", description = "Guesses per image; default: 5")
    private int top;

    @Mixin
    private JsonOutput json;

    /** What {@code --json} holds of an image. */
    private record Named(String fileName, List<NamedGuess> guesses) {}

    private record NamedGuess(int label, String name, double probability) {}

    @Override
    public Integer call() {
        if (top < 1) {
            throw new UserInputException("--top " + top, "must be >= 1");
        }
        List<ImageEntry> entries = Images.entries(images);
        ResNetClassifier classifier =
                ForeignWeights.read(file, framework, entry).classifier();
        List<String> names = names(classifier.classes());
        NormalizationConfig normalization =
                framework == Framework.KERAS_TFJS ? NormalizationConfig.caffe() : new NormalizationConfig();
        List<Named> all = new ArrayList<>();
        try (Classification classification = new Classification(classifier, normalization, PlanExecutor.auto())) {
            for (ImageEntry image : entries) {
                List<NamedGuess> guesses = new ArrayList<>();
                for (Guess guess : classification.classify(image, top)) {
                    guesses.add(new NamedGuess(guess.label(), names.get(guess.label()), guess.probability()));
                }
                all.add(new Named(images.get((int) image.id() - 1).toString(), guesses));
                print(all.get(all.size() - 1));
            }
        }
        json.write(all.stream().map(ClassifyCommand::tree).toList());
        return 0;
    }

    private static Map<String, Object> tree(Named named) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file_name", named.fileName());
        tree.put("guesses", named.guesses());
        return tree;
    }

    private void print(Named named) {
        json.print(named.fileName());
        named.guesses()
                .forEach(guess -> json.print(
                        String.format(Locale.ROOT, "  %5.1f %%  %s", 100 * guess.probability(), guess.name())));
    }

    private List<String> names(int classes) {
        Path folder = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
        Path beside = folder.resolve(BESIDE_KERAS).normalize();
        if (labels == null && !Files.isRegularFile(beside)) {
            List<String> numbers = new ArrayList<>();
            for (int i = 0; i < classes; i++) {
                numbers.add("class " + i);
            }
            return numbers;
        }
        Path source = labels == null ? beside : labels;
        List<String> names = read(source);
        if (names.size() != classes) {
            throw new UserInputException(
                    source.toString(), "names [" + names.size() + "] classes, the classifier has [" + classes + "]");
        }
        return names;
    }

    private static List<String> read(Path source) {
        try {
            if (!source.toString().endsWith(".json")) {
                return Files.readAllLines(source);
            }
            if (JSON.readTree(source.toFile()).isArray()) {
                return JSON.readValue(source.toFile(), new TypeReference<List<String>>() {});
            }
            Map<Integer, String> byIndex =
                    JSON.readValue(source.toFile(), new TypeReference<Map<Integer, String>>() {});
            List<String> names = new ArrayList<>();
            for (int i = 0; i < byIndex.size(); i++) {
                if (!byIndex.containsKey(i)) {
                    throw new UserInputException(source.toString(), "has no name for class[" + i + "]");
                }
                names.add(byIndex.get(i));
            }
            return names;
        } catch (IOException e) {
            throw new UserInputException(
                    source.toString(), "cannot be read: " + ReadFailure.reason(source, e), "expected names of classes");
        }
    }
}
