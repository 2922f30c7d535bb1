package org.fpn4j.cuda.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.cuda.cudnn.PlanFiles.Stored;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PlanFilesTest {
    private static final Stored PLAN = new Stored("engine 4 (tensor core)", "{\"lines\":\n\"two\"}");

    private final Logger logger = (Logger) LoggerFactory.getLogger(PlanFiles.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private List<String> told() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().get(0);
        }
    }

    @Test
    void aPlanIsReadAsItWasWrittenUnderItsKeyAlone() {
        PlanFiles.in(folder.resolve("made/when/needed")).write("key", PLAN);

        PlanFiles again = PlanFiles.in(folder.resolve("made/when/needed"));
        assertThat(again.read("key")).contains(PLAN);
        assertThat(again.read("another key")).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void whereNothingIsKeptNothingIsRead() {
        PlanFiles none = PlanFiles.none();

        none.write("key", PLAN);

        assertThat(none.read("key")).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void aDamagedPlanIsNoneAndIsTold() throws IOException {
        PlanFiles files = PlanFiles.in(folder);
        files.write("key", PLAN);
        Path file = file();
        String whole = Files.readString(file);

        for (String damaged :
                List.of("", "\n\n", whole.substring(0, whole.length() - 1), whole + " ", whole.replace('4', '5'))) {
            Files.writeString(file, damaged);
            assertThat(PlanFiles.in(folder).read("key")).as(damaged).isEmpty();
        }
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThat(PlanFiles.in(folder).read("key")).isEmpty();
        assertThat(told())
                .startsWith("the plan " + file + " is damaged; it is made again")
                .endsWith("the plan " + file + " cannot be read and is made again")
                .hasSize(6);
    }

    @Test
    void aPlanThatWasMovedToAnotherKeyIsNone() throws IOException {
        PlanFiles files = PlanFiles.in(folder);
        files.write("key", PLAN);
        Path own = file();
        files.write("other", new Stored("other", "{}"));
        try (Stream<Path> all = Files.list(folder)) {
            Path other = all.filter(file -> !file.equals(own)).findFirst().orElseThrow();
            Files.copy(other, own, StandardCopyOption.REPLACE_EXISTING);
        }

        assertThat(files.read("key")).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenToStopsNobodyAndIsToldOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        PlanFiles files = PlanFiles.in(file);

        files.write("key", PLAN);
        files.write("key", PLAN);

        assertThat(told()).containsExactly("plans cannot be kept in " + file + " and are made again every time");
    }
}
