package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadsFilesTest {
    record Weights(String file) implements ReadsFiles {
        @Override
        public List<Path> files() {
            return file.isEmpty() ? List.of() : List.of(Path.of(file));
        }
    }

    record Section(Weights weights, String name) {}

    record Whole(int seed, Section section, List<Weights> list, Map<String, Section> map) {}

    @Test
    void filesAreFoundAtEveryDepthInTheOrderOfTheComponents() {
        Whole config = new Whole(
                1,
                new Section(new Weights("a"), "x"),
                List.of(new Weights("b"), new Weights(""), new Weights("c")),
                Map.of("k", new Section(new Weights("d"), "y")));

        assertThat(ReadsFiles.in(config)).containsExactly(Path.of("a"), Path.of("b"), Path.of("c"), Path.of("d"));
    }
}
