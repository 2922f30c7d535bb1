package org.fpn4j.evaluation.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.statistics.DrawnScores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicatesFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() {
        file = directory.resolve("replicates.bin");
        Map<String, DrawnScores> scores = new LinkedHashMap<>();
        scores.put("AP", new DrawnScores(new double[] {0.25, 0.5, -1}, 7, 7));
        scores.put("AP50", new DrawnScores(new double[] {0, 1, 0.75}, 7, 7));
        new ReplicatesFile(new Replicates(new ImageDraws(7, 3), scores), "objects", "detections").write(file);
    }

    @Test
    void whatIsWrittenIsRead() {
        ReplicatesFile read = ReplicatesFile.read(file);

        assertThat(read.objectsSha256()).isEqualTo("objects");
        assertThat(read.detectionsSha256()).isEqualTo("detections");
        assertThat(read.replicates().draws()).isEqualTo(new ImageDraws(7, 3));
        assertThat(read.replicates().scores().keySet()).containsExactly("AP", "AP50");
        DrawnScores ap = read.replicates().of("AP").orElseThrow();
        assertThat(new double[] {ap.score(0), ap.score(1), ap.score(2)}).containsExactly(0.25, 0.5, -1);
        assertThat(read.replicates().of("AP75")).isEmpty();
    }

    @Test
    void othersCanReadItWithoutThisProgram() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String first =
                new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();

        assertThat(first)
                .isEqualTo("{\"draws_of\":\"image bootstrap\",\"images\":7,\"draws\":3,\"objects\":\"objects\","
                        + "\"detections\":\"detections\",\"metrics\":{\"AP\":7,\"AP50\":7}}");
        assertThat(bytes).hasSize(first.length() + 1 + 2 * 3 * 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 130, -1, -9})
    void aFileOfAnotherLengthIsDamaged(int length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));

        assertThatThrownBy(() -> ReplicatesFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("is damaged: it does not hold the scores that its first line names");
    }

    @Test
    void aScoreThatNoneCanBeIsDamage() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] = (byte) 0xff; // the sign and the exponent of the last score

        Files.write(file, bytes);

        assertThatThrownBy(() -> ReplicatesFile.read(file)).hasMessageContaining("is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "\"7\"", "-1", "7.5", "null"})
    void noMoreImagesHoldAnObjectThanThereAre(String count) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String changed = text.replace("{\"AP\":7", "{\"AP\":" + count);
        Files.write(file, changed.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ReplicatesFile.read(file)).hasMessageContaining("is damaged");
    }

    @Test
    void moreScoresOfTheSameDrawsAreAdded() {
        ReplicatesFile read = ReplicatesFile.read(file);
        DrawnScores more = new DrawnScores(new double[] {1, 1, 1}, 7, 5);

        ReplicatesFile both = read.and(new Replicates(new ImageDraws(7, 3), Map.of("FROC", more)));

        assertThat(both.replicates().scores().keySet()).containsExactly("AP", "AP50", "FROC");
        assertThat(both.isLike(read)).isTrue();
        assertThatThrownBy(() -> read.and(new Replicates(new ImageDraws(8, 3), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("replicates of ");
    }

    @Test
    void drawsAreTheSameForAllWhoAsk() {
        int[] copies = new ImageDraws(60, 1000).copies(17);

        assertThat(copies).containsExactly(new ImageDraws(60, 20).copies(17));
        assertThat(Arrays.stream(copies).sum()).isEqualTo(60);
        assertThat(new ImageDraws(1, 5).copies(3)).containsExactly(1);
    }
}
