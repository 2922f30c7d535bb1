package org.fpn4j.data.checking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.CocoConfig;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCheckTest {
    /** Long after the files were made, so that their times can be trusted. */
    private static final InstantSource LATER = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));

    @TempDir
    private Path root;

    @TempDir
    private Path memory;

    @BeforeEach
    void writeTwoPictures() throws IOException {
        picture("a.png", 1);
        picture("b.png", 2);
        Files.writeString(
                root.resolve("train.json"),
                """
                {"images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "b.png"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2, 2]},
                                 {"id": 2, "image_id": 2, "category_id": 1, "bbox": [0, 0, 2, 2]}],
                 "categories": [{"id": 1, "name": "car"}]}""");
    }

    private void picture(String name, int red) throws IOException {
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(0, 0, red << 16);
        ImageIO.write(image, "png", root.resolve(name).toFile());
    }

    private Dataset opened() {
        return new CocoConfig(root.toString(), "", "", "", "", "", "").open(Split.TRAIN);
    }

    private Dataset looked(InstantSource clock) {
        return new PictureCheck(2, Optional.of(memory), CheckListener.SILENT, clock)
                .of(opened(), PictureChecks.CONTENTS);
    }

    private List<Path> remembered() throws IOException {
        try (Stream<Path> files = Files.list(memory)) {
            return files.toList();
        }
    }

    /** One byte of a picture's pixels, with a checksum that fits, its length and its time of modification kept. */
    private void editInPlace(String name) throws IOException {
        Path file = root.resolve(name);
        FileTime before = Files.getLastModifiedTime(file);
        long length = Files.size(file);
        picture(name, 3);
        assertThat(Files.size(file)).isEqualTo(length);
        Files.setLastModifiedTime(file, before);
    }

    @Test
    void aPixelChangesTheDigest() throws IOException {
        String before = looked(LATER).digest();
        picture("b.png", 7);

        assertThat(looked(LATER).digest()).isNotEqualTo(before).isNotEqualTo(opened().digest());
    }

    @Test
    void theDigestIsThatOfTheContentsWhereverTheyLieAndWhoeverRemembersThem() throws IOException {
        String first = looked(LATER).digest();
        String again = looked(LATER).digest();
        String without = new PictureCheck(1, Optional.empty(), CheckListener.SILENT)
                .of(opened(), PictureChecks.CONTENTS)
                .digest();

        assertThat(again).isEqualTo(first);
        assertThat(without).isEqualTo(first);
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() throws IOException {
        String before = looked(LATER).digest();
        byte[] learnt = Files.readAllBytes(remembered().get(0));
        // a digest that no content has shows that the content was not read
        RememberedPictures.load(remembered().get(0))
                .save(List.of(RememberedPictures.entry(
                        FileState.of(root.resolve("a.png")).key(), new byte[32])));

        assertThat(looked(LATER).digest()).isNotEqualTo(before);

        Files.write(remembered().get(0), learnt);
        assertThat(looked(LATER).digest()).isEqualTo(before);
    }

    /** Platforms with a time of change notice it; where there is none this is what the documentation admits. */
    @Test
    void anEditThatKeepsLengthAndTimeIsNoticedByTheTimeOfChange() throws IOException {
        assumeTrue(root.getFileSystem().supportedFileAttributeViews().contains("unix"));
        String before = looked(LATER).digest();
        editInPlace("a.png");

        assertThat(looked(LATER).digest()).isNotEqualTo(before);
    }

    @Test
    void aFileThatWasWrittenJustNowIsNotRemembered() throws IOException {
        looked(InstantSource.system());

        assertThat(remembered()).isEmpty();
    }

    @Test
    void brokenPicturesAreLeftOutAndReportedEachTime() throws IOException {
        byte[] whole = Files.readAllBytes(root.resolve("b.png"));
        Files.write(root.resolve("b.png"), Arrays.copyOf(whole, whole.length / 2 + 10));
        for (int i = 0; i < 2; i++) {
            Dataset dataset = looked(LATER);

            assertThat(dataset.images()).extracting(ImageEntry::fileName).containsExactly("a.png");
            assertThat(dataset.report().count(ProblemKind.BROKEN_IMAGE)).isEqualTo(1);
        }
    }

    @Test
    void aSetOfBrokenPicturesIsRefused() throws IOException {
        for (String name : List.of("a.png", "b.png")) {
            byte[] whole = Files.readAllBytes(root.resolve(name));
            Files.write(root.resolve(name), Arrays.copyOf(whole, whole.length / 2 + 10));
        }

        assertThatThrownBy(() -> looked(LATER))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("has no usable image among [2]");
    }

    @Test
    void headersAloneNoticeNamesSizesAndLengths() throws IOException {
        PictureCheck check = new PictureCheck(1, Optional.of(memory), CheckListener.SILENT, LATER);
        String before = check.of(opened(), PictureChecks.HEADERS).digest();
        editInPlace("a.png");
        assertThat(check.of(opened(), PictureChecks.HEADERS).digest()).isEqualTo(before);

        byte[] longer = Files.readAllBytes(root.resolve("a.png"));
        Files.write(root.resolve("a.png"), Arrays.copyOf(longer, longer.length + 1));
        assertThat(check.of(opened(), PictureChecks.HEADERS).digest()).isNotEqualTo(before);
        assertThat(remembered()).isEmpty();
    }

    @Test
    void theWaysToLookGiveDigestsThatAreNoneOfTheOther() {
        PictureCheck check = new PictureCheck(1, Optional.empty(), CheckListener.SILENT);

        assertThat(check.of(opened(), PictureChecks.HEADERS).digest())
                .isNotEqualTo(check.of(opened(), PictureChecks.CONTENTS).digest());
    }

    @Test
    void everyPictureIsHeardOf() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        PictureCheck check = new PictureCheck(
                1, Optional.of(memory), (name, done, total) -> heard.add(name + " " + done + "/" + total), LATER);

        check.of(opened(), PictureChecks.CONTENTS);
        check.of(opened(), PictureChecks.CONTENTS);

        String name = "coco " + root.getFileName() + " train ";
        assertThat(heard).containsExactly(name + "1/2", name + "2/2", name + "1/2", name + "2/2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9, 13, 20, 40, -40, -1})
    void aDamagedMemoryIsAsGoodAsNone(int at) throws IOException {
        String digest = looked(LATER).digest();
        Path file = remembered().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at < 0 ? bytes.length + at : at] ^= 1;
        Files.write(file, bytes);

        assertThat(RememberedPictures.load(file).size()).isZero();
        assertThat(looked(LATER).digest()).isEqualTo(digest);
        assertThat(RememberedPictures.load(file).size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 47, 100})
    void aMemoryThatEndsEarlyIsAsGoodAsNone(int length) throws IOException {
        looked(LATER);
        Path file = remembered().get(0);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

        assertThat(RememberedPictures.load(file).size()).isZero();
    }

    @Test
    void whereNothingCanBeRememberedTheLookGoesOn() throws IOException {
        Path occupied = Files.writeString(memory.resolve("occupied"), "a file where a folder should be");
        PictureCheck check = new PictureCheck(1, Optional.of(occupied.resolve("fpn4j")), CheckListener.SILENT, LATER);

        assertThat(check.of(opened(), PictureChecks.CONTENTS).contents())
                .isEqualTo(looked(LATER).contents());
    }

    @Test
    void entriesOfTwoProcessesAreJoined() throws IOException {
        Path file = memory.resolve("x.pictures");
        RememberedPictures one = RememberedPictures.load(file);
        RememberedPictures other = RememberedPictures.load(file);
        byte[] low = new byte[16];
        byte[] high = new byte[16];
        high[0] = -1; // unsigned, the largest

        one.save(List.of(RememberedPictures.entry(high, new byte[32])));
        other.save(List.of(RememberedPictures.entry(low, new byte[32])));

        RememberedPictures joined = RememberedPictures.load(file);
        assertThat(joined.size()).isEqualTo(2);
        assertThat(joined.digest(low)).isPresent();
        assertThat(joined.digest(high)).isPresent();
        assertThat(joined.digest(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isEmpty();
    }

    /** COCO has 118 287; 48 bytes of heap each. */
    @Test
    void asManyEntriesAsCocoHasAreFound() throws IOException {
        Path file = memory.resolve("x.pictures");
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < 118_287; i++) {
            entries.add(RememberedPictures.entry(key(i), new byte[32]));
        }

        RememberedPictures.load(file).save(entries);

        RememberedPictures loaded = RememberedPictures.load(file);
        assertThat(loaded.size()).isEqualTo(118_287);
        assertThat(loaded.digest(key(0))).isPresent();
        assertThat(loaded.digest(key(77_777))).isPresent();
        assertThat(loaded.digest(key(118_287))).isEmpty();
        assertThat(Files.size(file)).isLessThan(6 << 20);
    }

    private static byte[] key(int number) {
        return Arrays.copyOf(Sha256.digest().digest(Integer.toString(number).getBytes(StandardCharsets.UTF_8)), 16);
    }

    @Test
    void timesThatAreYoungMayStayAsTheyAreWhenTheFileChanges() {
        Instant now = Instant.parse("2026-01-01T00:00:10Z");
        Instant old = now.minusSeconds(3);

        assertThat(new FileState(root, 1, old, old).isYoung(now)).isFalse();
        assertThat(new FileState(root, 1, now.minusSeconds(1), old).isYoung(now))
                .isTrue();
        assertThat(new FileState(root, 1, old, now.minusSeconds(1)).isYoung(now))
                .isTrue();
        assertThat(new FileState(root, 1, now.plusSeconds(9), old).isYoung(now)).isTrue();
    }
}
