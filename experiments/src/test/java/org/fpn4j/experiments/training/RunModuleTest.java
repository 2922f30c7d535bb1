package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.checkpoint.Checkpoints;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunModuleTest {
    @TempDir
    private Path directory;

    private final List<String> labels = new ArrayList<>();
    private final StopRequest stop = new StopRequest();

    private Injector injector(Experiment experiment) {
        Caller caller = new Caller("test", line -> {}, this::listener, CheckListener.SILENT, stop);
        return Guice.createInjector(
                Stage.PRODUCTION,
                new RunModule(
                        experiment,
                        new RunDirectory(directory.resolve("run")),
                        TinyExperiment.data(experiment),
                        "fpn, seed 0",
                        caller));
    }

    private TrainingListener listener(String label) {
        labels.add(label);
        return TrainingListener.SILENT;
    }

    @Test
    void whatARunOwnsIsThereOnceAndNothingIsWritten() {
        Experiment experiment = TinyExperiment.load(directory);

        Injector injector = injector(experiment);

        assertThat(injector.getInstance(TrainingRun.class)).isNotNull();
        assertThat(labels).containsExactly("fpn, seed 0");
        assertThat(injector.getInstance(MetricsLog.class)).isSameAs(injector.getInstance(MetricsLog.class));
        assertThat(injector.getInstance(Checkpoints.class)).isSameAs(injector.getInstance(Checkpoints.class));
        assertThat(injector.getInstance(CheckedConfig.class)).isSameAs(experiment.checked());
        assertThat(injector.getInstance(StopRequest.class)).isSameAs(stop);
        assertThat(injector.getInstance(Executor.class).name())
                .isEqualTo(experiment.config().execution().usedKernels());
        assertThat(directory.resolve("run")).doesNotExist();
    }

    /** It has a constructor that a lenient injector would call. */
    static final class Unbound {
        @com.google.inject.Inject
        Unbound() {}
    }

    @Test
    void nothingIsMadeThatIsNotNamed() {
        Injector injector = injector(TinyExperiment.load(directory));

        assertThatThrownBy(() -> injector.getInstance(Unbound.class)).isInstanceOf(ConfigurationException.class);
    }
}
