package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents show the code that is built, and their links lead somewhere. */
class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("fpn.root"));

    @ParameterizedTest
    @CsvSource({
        "adding-a-neck, java, examples/src/main/java/org/fpn4j/examples/TopDownConcat.java",
        "adding-a-neck, yaml, examples/configs/top_down_concat.yaml",
        "adding-a-neck, java, examples/src/test/java/org/fpn4j/examples/TopDownConcatTest.java",
        "adding-a-head, java, examples/src/main/java/org/fpn4j/examples/RefiningStage.java",
        "adding-a-dataset, java, examples/src/main/java/org/fpn4j/examples/DotList.java",
        "adding-a-metric, java, examples/src/main/java/org/fpn4j/examples/SensitivityMetrics.java",
        "adding-a-format, java, examples/src/main/java/org/fpn4j/examples/PortableGreyMap.java",
        "adding-a-transform, java, examples/src/main/java/org/fpn4j/examples/HeelEffect.java",
        "adding-a-tracker, java, examples/src/main/java/org/fpn4j/examples/CurveFile.java",
        "adding-a-provider, java, outside/src/test/java/org/fpn4j/outside/arrays/ArrayLibrary.java",
        "adding-a-provider, java, outside/src/test/java/org/fpn4j/outside/arrays/ArrayKernelContractTest.java",
        "adding-an-operation, java, fpn-core/src/test/java/org/fpn4j/core/outside/ContextGate.java",
        "adding-an-operation, java, fpn-core/src/test/java/org/fpn4j/core/outside/ContextGateInSameDiff.java",
        "adding-an-operation, java, fpn-core/src/test/java/org/fpn4j/core/outside/DescendingValues.java",
        "adding-an-operation, java, fpn-interop/src/test/java/org/fpn4j/interop/outside/ContextGateInOnnx.java",
        "as-a-library, xml, consumer/src/it/laterals/pom.xml",
        "as-a-library, java, consumer/src/it/laterals/src/main/java/org/example/Laterals.java",
        "as-a-library, java, consumer/src/it/laterals/src/test/java/org/example/LateralsTest.java",
    })
    void theGuideShowsTheWholeFile(String name, String language, String file) throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/" + name + ".md"));

        assertThat(guide).contains("```" + language + "\n" + Files.readString(ROOT.resolve(file)) + "```\n");
    }

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : List.of("", "docs", "examples")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void relativeLinksLeadToFiles(Path document) throws IOException {
        Stream<String> links = Pattern.compile("\\]\\((?!http|#)([^)#]+)")
                .matcher(Files.readString(document))
                .results()
                .map(match -> match.group(1));

        assertThat(links)
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }
}
