package org.fpn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AblationArgumentsTest {
    private static final String USAGE = "; what is right: FILE [--set KEY=VALUE]... --out OUT";

    @Test
    void areThoseOfTheCommandLine() {
        AblationArguments arguments =
                AblationArguments.of("--set", "a=1", "necks.yaml", "--set=b=2", "--out=hdfs://one/runs");

        assertThat(arguments.ablate("runs/necks"))
                .containsExactly("ablate", "necks.yaml", "--set", "a=1", "--set", "b=2", "--out", "runs/necks");
        assertThat(arguments.out()).isEqualTo("hdfs://one/runs");
    }

    @ParameterizedTest
    @CsvSource({
        "hdfs://one/runs, true",
        "s3a://bucket/runs, true",
        "elsewhere:/runs, true",
        "file:///runs, false",
        "file:/runs, false",
        "runs/necks, false",
        "/runs/a:b, false",
        "C:/runs, false",
    })
    void anAddressHasAScheme(String out, boolean remote) {
        assertThat(new AblationArguments("necks.yaml", java.util.List.of(), out).remote())
                .isEqualTo(remote);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> AblationArguments.of("a.yaml", "--join"))
                .isInstanceOf(Refusal.class)
                .hasMessage("option[--join] is unknown" + USAGE);
        assertThatThrownBy(() -> AblationArguments.of("a.yaml", "--out"))
                .isInstanceOf(Refusal.class)
                .hasMessage("option[--out] has no value" + USAGE);
        assertThatThrownBy(() -> AblationArguments.of("a.yaml", "b.yaml"))
                .isInstanceOf(Refusal.class)
                .hasMessage("there must be one file and one --out, and there are 2 and 0" + USAGE);
    }

    @Test
    void scratchIsWhatTheClusterGives() {
        assertThat(ScratchFolder.parent(Map.of("LOCAL_DIRS", "/disk1,/disk2"))).isEqualTo(Path.of("/disk1"));
        assertThat(ScratchFolder.parent(Map.of(
                        "SPARK_EXECUTOR_DIRS", "/disks/1" + File.pathSeparator + "/disks/2", "LOCAL_DIRS", "/disk1")))
                .isEqualTo(Path.of("/disks/1"));
        assertThat(ScratchFolder.parent(Map.of())).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    }
}
