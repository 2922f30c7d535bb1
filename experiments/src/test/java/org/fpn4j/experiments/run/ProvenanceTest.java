package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    @TempDir
    private Path repository;

    @BeforeEach
    void makeARepository() throws Exception {
        git("init", "--quiet");
        git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "--allow-empty", "--message", "first");
    }

    @Test
    void aCheckoutTellsWhereItIs() throws Exception {
        String head = git("rev-parse", "HEAD");

        assertThat(Provenance.commit(Optional.of(repository))).isEqualTo(head.substring(0, 12));
    }

    /** A distribution that somebody unpacked in a repository of their own. */
    @Test
    void whatIsNoCheckoutTellsWhatItWasBuiltOf() throws Exception {
        Path unpacked = Files.createDirectory(repository.resolve("fpn4j"));

        assertThat(Provenance.commit(Optional.of(unpacked)))
                .isEqualTo(Provenance.commit(Optional.empty()))
                .isNotEqualTo(Provenance.commit(Optional.of(repository)))
                .matches("[\\w.-]+"); // the build has filled it in
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("git", "-C", repository.toString()), Arrays.stream(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
