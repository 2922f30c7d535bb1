package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final RunKey ONE = new RunKey(Map.of("config", "1"));
    private static final RunKey TWO = new RunKey(Map.of("config", "2"));

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();

    private Path place(String name, RunKey key) {
        return folder.relativize(
                new RunFolder(folder, log::add).place(name, key).path());
    }

    private void write(String name, RunKey key) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                directory.resolve("provenance.json"),
                """
                {"key": "%s", "key_parts": {"config": "%s"}, "started_at": "2026-01-15T10:42:07Z"}"""
                        .formatted(key.hash(), key.parts().get("config")));
    }

    @Test
    void aNewRunGetsItsName() throws IOException {
        write("panet-0", TWO);

        assertThat(place("fpn-0", ONE)).hasToString("fpn-0");
        assertThat(log).isEmpty();
    }

    @Test
    void aRunIsFoundWhateverItIsCalled() throws IOException {
        write("old-name", ONE);

        assertThat(place("fpn-0", ONE)).hasToString("old-name");
    }

    @Test
    void ofTwoCopiesTheOneWithTheNameIsTaken() throws IOException {
        write("a-copy", ONE);
        write("fpn-0", ONE);

        assertThat(place("fpn-0", ONE)).hasToString("fpn-0");
    }

    @Test
    void aNameThatAnotherRunHasGetsTheKeyBehindIt() throws IOException {
        write("fpn-0", TWO);

        assertThat(place("fpn-0", ONE)).hasToString("fpn-0-" + ONE.hash());
        assertThat(place("FPN-0", ONE)).hasToString("FPN-0-" + ONE.hash()); // some file systems know no capitals
    }

    @Test
    void noTwoRunsGetTheSameName() {
        RunFolder runs = new RunFolder(folder, log::add);

        assertThat(runs.place("a_b-0", ONE).path()).hasFileName("a_b-0");
        assertThat(runs.place("a_b-0", TWO).path()).hasFileName("a_b-0-" + TWO.hash());
        assertThat(runs.place("a_b-0", ONE).path()).hasFileName("a_b-0");
    }

    @Test
    void aDirectoryWithNothingButALockIsFree() throws IOException {
        Files.createDirectory(folder.resolve("fpn-0"));
        Files.createFile(folder.resolve("fpn-0/lock"));

        assertThat(place("fpn-0", ONE)).hasToString("fpn-0");
    }

    @Test
    void whatIsNoRunOrADamagedOneIsLeftAlone() throws IOException {
        Files.createDirectory(folder.resolve("fpn-0"));
        Files.writeString(folder.resolve("fpn-0/provenance.json"), "{");
        Files.createDirectory(folder.resolve("fpn-1"));
        Files.writeString(folder.resolve("fpn-1/holiday.png"), "");
        Files.writeString(folder.resolve("fpn-2"), "a file");

        assertThat(place("fpn-0", ONE)).hasToString("fpn-0-" + ONE.hash());
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith(folder.resolve("fpn-0/provenance.json") + ": is not JSON");
        assertThat(place("fpn-1", ONE)).hasToString("fpn-1-" + ONE.hash());
        assertThat(place("fpn-2", ONE)).hasToString("fpn-2-" + ONE.hash());
    }

    @Test
    void namesHoldNothingThatMeansSomethingToAShell() {
        assertThat(RunFolder.name(List.of("fpn", "512"), 3)).isEqualTo("fpn-512-3");
        assertThat(RunFolder.name(List.of("../x y", "{\"type\":\"adamw\"}"), 0)).isEqualTo(".._x_y-__type___adamw__-0");
        assertThat(RunFolder.name(List.of(""), 1)).isEqualTo("_-1");
        assertThat(RunFolder.name(List.of("x".repeat(500)), 1)).hasSize(102).endsWith("x-1");
    }
}
