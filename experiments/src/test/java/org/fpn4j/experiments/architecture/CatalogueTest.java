package org.fpn4j.experiments.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.config.Catalogue;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.KeyName;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The variants that YAML can name, and the files in {@code configs} that show every key of them. */
class CatalogueTest {
    private static final Path CONFIGS = Path.of(System.getProperty("fpn.root")).resolve("configs");

    private static final Path NETWORK_OF_A_FILE = CONFIGS.resolve("backbones/dl4j.yaml");

    /**
     * A folder with one complete, commented file for each variant of a slot.
     *
     * @param place where its files show the slot
     */
    private record Folder(String name, String slot, String place) {
        Path path() {
            return CONFIGS.resolve(name);
        }

        Catalogue catalogue() {
            return Catalogue.of(Catalogue.slotsOf(ExperimentConfig.class).get(slot));
        }

        String pointer() {
            return "/" + place.replace('.', '/');
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Folder HEADS = new Folder("heads", "head", "head");

    private static final List<Folder> FOLDERS = List.of(
            new Folder("backbones", "backbone", "backbone"),
            new Folder("necks", "neck", "neck"),
            new Folder("extra_levels", "extra_levels", "extra_levels"),
            HEADS,
            new Folder("box_heads", "box_head", "head.roi.box_head"),
            new Folder("norms", "norm", "neck.norm"),
            new Folder("matchers", "matcher", "head.matcher"),
            new Folder("data", "data", "data"),
            new Folder("transforms", "augmentation.transforms", "augmentation.transforms.0"),
            new Folder("sampling", "training.sampling", "training.sampling"),
            new Folder("optimizers", "training.optimizer", "training.optimizer"),
            new Folder("schedules", "training.schedule", "training.schedule"),
            new Folder("trackers", "trackers", "trackers.0"));

    private record Shown(Folder folder, String type) {
        @Override
        public String toString() {
            return folder + "[" + type + "]";
        }
    }

    static Stream<Shown> shown() {
        return FOLDERS.stream().flatMap(folder -> folder.catalogue().variants().keySet().stream()
                .map(type -> new Shown(folder, type)));
    }

    static List<Folder> folders() {
        return FOLDERS;
    }

    static Collection<Class<?>> slots() {
        return Catalogue.slotsOf(ExperimentConfig.class).values();
    }

    /** Blocks that are always the same record; their keys are in {@code configs/<key>/<key>.yaml}. */
    static Stream<String> sections() {
        return Stream.of(ExperimentConfig.class.getRecordComponents())
                .filter(component -> component.getType().isRecord())
                .map(component -> KeyName.ofComponent(component.getName()));
    }

    static Stream<Path> experiments() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream()
                    .filter(file -> !file.equals(NETWORK_OF_A_FILE)
                            && !new ConfigLoader().loadTree(file).json().has("axes"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shown")
    void aVariantsFileShowsEveryKeyWithItsDefault(Shown shown) {
        Path file = shown.folder().path().resolve(shown.type() + ".yaml");
        JsonNode written =
                new ConfigLoader().loadTree(file).json().at(shown.folder().pointer());
        JsonNode loaded = load(file).at(shown.folder().pointer());

        assertThat(keys("", written)).containsExactlyElementsOf(keys("", loaded));
        assertThat(loaded).isEqualTo(defaults(shown));
    }

    private static ObjectNode load(Path file) {
        return new ConfigLoader()
                .load(ExperimentConfig.class, file, List.of(), List.of())
                .tree();
    }

    private static ObjectNode defaults(Shown shown) {
        Catalogue.Variant variant =
                shown.folder().catalogue().variant(shown.type()).orElseThrow();
        ObjectNode node = variant.defaults().objectNode();
        node.put("type", shown.type());
        node.setAll(variant.defaults());
        return node;
    }

    @Test
    void everySlotHasAFolder() {
        assertThat(FOLDERS.stream().map(Folder::slot))
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.slotsOf(ExperimentConfig.class).keySet());
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aSectionsFileShowsEveryKeyWithItsDefault(String section) {
        Path file = CONFIGS.resolve(section).resolve(section + ".yaml");
        JsonNode written = new ConfigLoader().loadTree(file).json();

        assertThat(written.fieldNames()).toIterable().containsExactly(section);
        assertThat(keys("", written.get(section)))
                .containsExactlyElementsOf(keys("", load(file).get(section)));
        assertThat(load(file)).isEqualTo(load(CONFIGS.resolve("experiment.yaml")));
    }

    @Test
    void theExperimentShowsEveryTopLevelKeyAndIsTheDefault() throws IOException {
        Path file = CONFIGS.resolve("experiment.yaml");
        JsonNode written = new ConfigLoader().loadTree(file).json();

        assertThat(written.fieldNames())
                .toIterable()
                .containsExactly(Stream.of(ExperimentConfig.class.getRecordComponents())
                        .map(component -> KeyName.ofComponent(component.getName()))
                        .toArray(String[]::new));
        assertThat(Files.readString(file)).contains("\n# base: ");
        assertThat(Experiment.load(file, List.of()).config()).isEqualTo(new ExperimentConfig());
    }

    /** Every line with a key says what it is: beside it, above it, or for the block around it. */
    @ParameterizedTest
    @MethodSource("sections")
    void everyKeyOfASectionHasAComment(String section) throws IOException {
        List<String> lines = Files.readAllLines(CONFIGS.resolve(section).resolve(section + ".yaml"));

        assertThat(lines)
                .filteredOn(
                        line -> line.matches(" +[a-z_0-9]+:.*") && !line.strip().startsWith("type:"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("# "));
    }

    /** Paths of all values, in order; a list is one value. */
    private static List<String> keys(String path, JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            String key = path + "." + field.getKey();
            if (field.getValue().isObject()) {
                keys.addAll(keys(key, field.getValue()));
            } else {
                keys.add(key);
            }
        });
        return keys;
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aFolderHasNoOtherFiles(Folder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(folder.catalogue().variants().keySet().stream()
                            .map(type -> type + ".yaml")
                            .toList());
        }
    }

    /** A catalogue refuses a name that two variants share; what it does not know has no {@code @AutoService}. */
    @Test
    void everyNamedRecordIsInTheCatalogueOfItsSlot() {
        List<String> named = MainClasses.read().stream()
                .filter(found -> found.isAnnotatedWith(JsonTypeName.class))
                .map(JavaClass::getName)
                .toList();

        List<String> found = slots().stream()
                .flatMap(slot -> Catalogue.of(slot).variants().values().stream())
                .map(variant -> variant.prototype().getClass().getName())
                .toList();

        assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(named);
    }

    @ParameterizedTest
    @MethodSource("slots")
    void typesAreSpelledInSnakeCase(Class<?> slot) {
        assertThat(Catalogue.of(slot).variants().keySet()).isNotEmpty().allSatisfy(type -> assertThat(type)
                .matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
    }

    @Test
    void everyNormFitsEveryPlaceThatTakesOne() {
        for (String norm : Catalogue.of(NormConfig.class).variants().keySet()) {
            for (String place : List.of("backbone.norm", "neck.norm", "head.tower.norm")) {
                Experiment experiment = withDefaults(place + ".type=" + norm);

                assertThat(experiment
                                .loaded()
                                .tree()
                                .at("/" + place.replace('.', '/') + "/type")
                                .asText())
                        .isEqualTo(norm);
            }
        }
    }

    @Test
    void everyMatcherFitsTheAnchorHead() {
        for (String matcher : Catalogue.of(MatcherConfig.class).variants().keySet()) {
            Experiment experiment = withDefaults("head.matcher.type=" + matcher);

            assertThat(experiment.loaded().tree().at("/head/matcher/type").asText())
                    .isEqualTo(matcher);
        }
    }

    /** The file sets defaults alone, so it stands for an experiment without a file. */
    private static Experiment withDefaults(String set) {
        return Experiment.load(HEADS.path().resolve("retina.yaml"), List.of(set));
    }

    /** Its default names no network, because there is none to name. */
    @Test
    void theBackboneOfAFileSaysThatItNeedsOne() {
        assertThatThrownBy(() -> Experiment.load(NETWORK_OF_A_FILE, List.of()))
                .hasMessage(NETWORK_OF_A_FILE + ":7:3: backbone file[] must name a ComputationGraph in a zip file of"
                        + " DL4J's ModelSerializer");
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void everyExperimentLoads(Path file) {
        Experiment experiment = Experiment.load(file, List.of());

        assertThat(experiment.name()).isNotEmpty();
    }
}
