package org.fpn4j.core.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DiskCacheTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(DiskCache.class)).addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger(DiskCache.class)).detachAppender(log);
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static DiskCache in(Path folder) {
        return new DiskCache(Optional.of(folder));
    }

    private List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void whatIsPutIsThereForOthers() throws IOException {
        Path folder = directory.resolve("made/when/needed");
        in(folder).put("key", "content".getBytes(UTF_8));

        assertThat(in(folder).get("key")).hasValue("content".getBytes(UTF_8));
        assertThat(in(folder).get("other key")).isEmpty();
        assertThat(files(folder)).hasSize(1);
        assertThat(said()).isEmpty();
    }

    @Test
    void whatIsDamagedIsNotThereAndCanBePutAgain() throws IOException {
        DiskCache cache = in(directory);
        cache.put("key", "content".getBytes(UTF_8));
        Path file = files(directory).get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 31, 32, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache.get("key")).as("cut off at " + length).isEmpty();
        }
        whole[whole.length - 1]++;
        Files.write(file, whole);
        assertThat(cache.get("key")).as("another last byte").isEmpty();

        cache.put("key", "content".getBytes(UTF_8));

        assertThat(cache.get("key")).hasValue("content".getBytes(UTF_8));
        assertThat(said()).hasSize(5).containsOnly(file + " is damaged; what it holds is made again");
    }

    @Test
    void aFolderThatCannotBeIsToldOnce() throws IOException {
        Path folder = Files.writeString(directory.resolve("file"), "").resolve("below");
        DiskCache cache = in(folder);

        cache.put("key", "content".getBytes(UTF_8));
        cache.put("other", "content".getBytes(UTF_8));

        assertThat(cache.get("key")).isEmpty();
        assertThat(said())
                .singleElement(as(STRING))
                .startsWith(folder + ": cannot be written: ") // the system's words
                .endsWith("; what would be kept there is made at every start");
    }

    @Test
    void withoutAFolderNothingIsKept() {
        DiskCache cache = new DiskCache(Optional.empty());
        cache.put("key", "content".getBytes(UTF_8));

        assertThat(cache.get("key")).isEmpty();
        assertThat(said()).isEmpty();
    }
}
