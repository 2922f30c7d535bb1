package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.region.RegionUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRegionsTest {
    private static final RegionUse USE = new RegionUse(
            3,
            Map.of("P3", 20L),
            List.of("P3"),
            true,
            List.of(
                    new RegionUse.Objects("a \"b\"", SizeClass.SMALL, 5, Map.of("P3", 2L), Map.of("P3", 2L)),
                    new RegionUse.Objects("heart", SizeClass.LARGE, 1, Map.of("P3", 0L), Map.of("P3", 0L))));

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsRead() {
        Path file = directory.resolve("regions.json");
        StoredRegions.write(file, USE);

        assertThat(StoredRegions.read(file)).isEqualTo(USE);
    }

    @Test
    void whatIsMissingOrNoCountIsNamed() throws IOException {
        Path file = directory.resolve("regions.json");
        StoredRegions.write(file, USE);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"images\"", "\"pictures\"")
                        .replace("\"count\" : 5", "\"count\" : -5"));

        assertThatThrownBy(() -> StoredRegions.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("images")
                .hasMessageContaining("count")
                .hasMessageContaining("-5");
    }
}
