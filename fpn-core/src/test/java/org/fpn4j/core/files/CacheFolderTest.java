package org.fpn4j.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final Path OF_HOME = Path.of(System.getProperty("user.home"), ".cache", "fpn4j");

    @TempDir
    private Path caches;

    @Test
    void liesWhereTheUserKeepsCaches() {
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", caches.toString()))).hasValue(caches.resolve("fpn4j"));
    }

    @Test
    void liesInTheHomeFolderWhereTheUserSaysNothingOrNoAbsolutePath() {
        assertThat(CacheFolder.of(Map.of())).hasValue(OF_HOME);
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", ""))).hasValue(OF_HOME);
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"))).hasValue(OF_HOME);
    }
}
