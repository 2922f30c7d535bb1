package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunKeyTest {
    @TempDir
    private Path directory;

    private RunKey key(String... sets) {
        return new RunKeys().of(TinyExperiment.load(directory, sets), "data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=other",
                "training.checkpoint_seconds=1",
                "training.loader_threads=3",
                "training.cache_megabytes=7",
                "execution={kernels: auto, threads: 1}",
                "trackers=[{type: tensorboard}, {type: mlflow, experiment: other}]"
            })
    void whatDecidesNoResultIsNoPart(String set) {
        assertThat(key(set)).isEqualTo(key());
    }

    @Test
    void whereTheDataLieIsNoPart() {
        String coco = "data={type: coco, root: %s, train_annotations: %s, val_annotations: v.json}";

        assertThat(key(coco.formatted("/a", "annotations/./t.json"))).isEqualTo(key(coco.formatted("b", "t.json")));
        assertThat(key("data={type: voc, root: a, train_split: train}"))
                .isEqualTo(key("data={type: voc, root: b, train_split: trainval}"));
    }

    @ParameterizedTest
    @CsvSource({
        "seed=1, config",
        "training.epochs=3, config",
        "execution.threads=2, threads",
        "execution.threads=3, threads"
    })
    void whatDecidesAResultIsAPart(String set, String part) {
        RunKey changed = key(set);

        assertThat(changed.hash()).isNotEqualTo(key().hash());
        assertThat(key().differences(changed)).singleElement().asString().startsWith(part + "[");
    }

    @Test
    void noThreadsAreAsManyAsTheyAreResolvedTo() {
        int resolved = TinyExperiment.load(directory, "execution.threads=0")
                .checked()
                .threads()
                .count();

        assertThat(key("execution.threads=0")).isEqualTo(key("execution.threads=" + resolved));
    }

    @Test
    void kernelsAreThoseThatAreChosen() {
        Experiment experiment = TinyExperiment.load(directory);

        String chosen = experiment.config().execution().usedKernels();

        assertThat(key().parts()).containsEntry("kernels", chosen);
        assertThat(key("execution.kernels=nd4j").parts()).containsEntry("kernels", "nd4j");
        assertThat(key("execution.kernels=" + chosen)).isEqualTo(key());
    }

    @Test
    void keysThatOnlyGpusKnowAreNoPartOfOtherRuns() {
        Experiment usual = TinyExperiment.load(directory);
        Experiment written = TinyExperiment.load(
                directory,
                "execution.device=0",
                "execution.tf32=false",
                "execution.deterministic=true",
                "execution.search=false");

        assertThat(usual.loaded().decisiveTree().get("execution").fieldNames())
                .toIterable()
                .containsExactly("dtype");
        assertThat(new RunKeys().of(written, "data")).isEqualTo(key());
    }

    @Test
    void theDifferenceNamesBothValues() {
        assertThat(key("execution.threads=2").differences(key("execution.threads=5")))
                .containsExactly("threads[2] and [5]");
    }

    @Test
    void theKindOfProcessorIsAPart() {
        assertThat(key("execution.kernels=onednn").parts().get("processor")).matches("AVX.*|SVE.*|NEON|less than .*");
        assertThat(key("execution.kernels=nd4j").parts().get("processor")).matches("\\w+ of level \\d");
    }
}
