package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void holdsTheTableThatListPrints() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("fpn.root"), "README.md"));

        assertThat(readme).contains(ListCommand.markdown());
    }
}
