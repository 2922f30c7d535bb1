package org.fpn4j.experiments.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.core.samediff.GradientFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, over the classes of the library and of the experiments. */
class ArchitectureTest {
    private static JavaClasses classes; // of the whole house, which other tests of the process have no room for

    @BeforeAll
    static void readClasses() {
        classes = MainClasses.read();
    }

    @AfterAll
    static void releaseClasses() {
        classes = null;
    }

    /** Protocol buffers, which ND4J repackages and ONNX's classes are made with: a file format, and nothing of ND4J's. */
    private static final String PROTOBUF = "org.nd4j.shade.protobuf..";

    private static final DescribedPredicate<JavaClass> ND4J = JavaClass.Predicates.resideInAnyPackage(
                    "org.nd4j..", "org.bytedeco..")
            .and(JavaClass.Predicates.resideOutsideOfPackage(PROTOBUF));

    /** Every module, and which others its classes may know. What nobody names here is an arrow that runs back up. */
    private static final Map<String, Set<String>> MODULES = Map.ofEntries(
            Map.entry("claim", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("core", Set.of("config")),
            Map.entry("panet", Set.of("config", "core")),
            Map.entry("bifpn", Set.of("config", "core")),
            Map.entry("yolo", Set.of("config", "core")),
            Map.entry("heads", Set.of("config", "core")),
            Map.entry("engine", Set.of("config", "core")),
            Map.entry("onednn", Set.of("config", "core", "engine")),
            Map.entry("cuda", Set.of("config", "core", "engine")),
            Map.entry("data", Set.of("config", "core")),
            Map.entry("interop", Set.of("config", "core")),
            Map.entry("evaluation", Set.of("config", "core", "data")),
            Map.entry("training", Set.of("config", "core", "heads", "engine", "data", "evaluation", "interop")),
            Map.entry("serve", Set.of("config", "core", "data", "training")),
            Map.entry("tracking", Set.of("config", "core", "training")),
            Map.entry(
                    "experiments",
                    Set.of(
                            "claim",
                            "config",
                            "core",
                            "panet",
                            "bifpn",
                            "yolo",
                            "heads",
                            "engine",
                            "data",
                            "evaluation",
                            "interop",
                            "training",
                            "serve")));

    static Stream<String> modules() {
        return MODULES.keySet().stream().sorted();
    }

    @Test
    void theClassesOfEveryModuleAreSeenAndNoOthers() {
        assertThat(classes.stream().map(ArchitectureTest::module).distinct())
                .containsExactlyInAnyOrderElementsOf(MODULES.keySet());
    }

    private static String module(JavaClass type) {
        return type.getPackageName().split("[.]")[2]; // org.fpn4j.MODULE
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsThoseBelowItAlone(String module) {
        String[] others = MODULES.keySet().stream()
                .filter(name -> !name.equals(module) && !MODULES.get(module).contains(name))
                .map(name -> "org.fpn4j." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("org.fpn4j." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(classes);
    }

    @Test
    void guiceStaysInTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.fpn4j.core.wiring", "org.fpn4j.experiments.training")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.inject..")
                .check(classes);
    }

    @Test
    void theLibraryTouchesNd4jOnlyWhereItComputes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.fpn4j.core.samediff..",
                        "org.fpn4j.core.nd4j..",
                        "org.fpn4j.engine.nd4j..",
                        "org.fpn4j.onednn..",
                        "org.fpn4j.cuda..",
                        "org.fpn4j.interop.dl4j..",
                        "org.fpn4j.experiments..")
                .should()
                .dependOnClassesThat(ND4J)
                .check(classes);
    }

    @Test
    void onlyItsOwnInterchangeKnowsDl4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.fpn4j.interop.dl4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.deeplearning4j..")
                .check(classes);
    }

    @Test
    void plansAndOptimizersAreForTheMemoryOfAnyProvider() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.fpn4j.core.execution..",
                        "org.fpn4j.engine.plan..",
                        "org.fpn4j.engine.kernel..",
                        "org.fpn4j.engine.execution..",
                        "..optimization..")
                .should()
                .dependOnClassesThat(ND4J)
                .check(classes);
    }

    @Test
    void onlyItsOwnProviderKnowsOneDnn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.fpn4j.onednn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.dnnl..")
                .check(classes);
    }

    @Test
    void onlyItsOwnProviderKnowsCuda() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.fpn4j.cuda.driver..", "org.fpn4j.cuda.cudnn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.cuda..")
                .check(classes);
    }

    @Test
    void onlyTheOnnxReadingKnowsItsFormat() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.fpn4j.interop.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("onnx..", PROTOBUF)
                .check(classes);
    }

    @Test
    void picturesAndReportsNeedNoNd4j() {
        noClasses()
                .that()
                .resideInAnyPackage("org.fpn4j.experiments.picture..", "org.fpn4j.experiments.report..")
                .should()
                .dependOnClassesThat(ND4J)
                .check(classes);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesOfAModuleHaveNoCycles(String module) {
        slices().matching("org.fpn4j." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true) // a module of one package
                .check(classes);
    }

    @Test
    void nothingDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.fpn4j.experiments.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.fpn4j.experiments.cli..")
                .check(classes);
    }

    @Test
    void onlyTheCommandLinePrintsAndExits() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.fpn4j.experiments.cli..")
                .and()
                .doNotBelongToAnyOf(GradientFunction.class) // takes ND4J's lines away and adds none
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(classes);
    }

    @Test
    void packagesAreNamedAfterWhatTheyHold() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..misc..")
                .check(classes);
    }

    /** Reads sources, because a class does not say whether what a final field holds can change. */
    @Test
    void onlyWhatAProcessHasOnceIsStaticState() throws IOException {
        Pattern state = Pattern.compile(
                "(?m)^ +(?:public |private |protected )?static (?:volatile )?(?!final |class |record |enum |interface )"
                        + "[\\w<>\\[\\], .?]+ (\\w+)(?: =|;)"
                        + "|^ +(?:public |private |protected )?static final [\\w<>\\[\\], .?]+ (\\w+)\\s*=\\s*"
                        + "new (?:Atomic|Concurrent|\\w*HashMap|TreeMap|\\w*List|\\w*HashSet|\\w*Deque|ThreadLocal|\\w*Cache)");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("fpn.root")))) {
            for (Path file : files.filter(file -> file.toString().matches(".*/src/main/.*\\.java"))
                    .toList()) {
                String name = file.getFileName().toString().replace(".java", ".");
                state.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> found.add(name + (match.group(1) == null ? match.group(2) : match.group(1))));
            }
        }

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "CardAnswers.WRONG", // a card is asked once for each way to compute
                        "Console.results", // where the command line writes
                        "Invocation.text", // what was typed
                        "Interruption.SIGNALS", // how often the user has asked to stop
                        "Interruption.wayOn",
                        "KernelLibraries.TOLD", // a remark is made once
                        "NativeThreads.held", // ND4J has one number of threads for a process
                        "NativeThreads.holders",
                        "NativeThreads.turns",
                        "RunLock.HELD_HERE", // a lock of a file is the process', not a thread's
                        "RunLock.LOOKED_AT"); // how long others were silent
    }
}
