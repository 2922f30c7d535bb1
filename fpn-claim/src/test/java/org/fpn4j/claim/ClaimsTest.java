package org.fpn4j.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    /** No sign comes by itself while a test runs. */
    private static final Pace PACE = new Pace(Duration.ofMinutes(1), Duration.ofMinutes(10));

    @TempDir
    private Path directory;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap

    private Claims claims() {
        return new Claims(new DirectoryPlace(directory), PACE, clock::get);
    }

    private static Claimant on(String host) {
        return new Claimant(7, host, "boot of " + host, "2026-01-01T00:00:00Z", "./fpn ablate\nx.yaml");
    }

    private static Optional<Claim> take(Claims claims, String host) throws IOException {
        return claims.take(on(host), claimant -> false);
    }

    private void pass(int minutes) {
        clock.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void oneHasItUntilItIsReleased() throws IOException {
        Claims own = claims();
        Claims other = claims();

        Claim claim = take(own, "a").orElseThrow();

        assertThat(take(other, "b")).isEmpty();
        assertThat(other.holder().orElseThrow().claimant()).isEqualTo(on("a"));
        assertThat(other.holder().orElseThrow().claimant())
                .hasToString("process 7 on a since 2026-01-01T00:00:00Z, ./fpn ablate x.yaml");
        claim.requireHeld();
        claim.release("failed: no\ndisk");
        assertThat(other.holder()).isEmpty();
        assertThat(other.last().orElseThrow().note()).isEqualTo("failed: no disk");
        assertThat(take(other, "b").orElseThrow().number()).isEqualTo(2);
        assertThat(files()).containsExactly("claim-000002");
    }

    @Test
    void silenceIsMeasuredFromWhatThisProcessSawFirst() throws IOException {
        Claim claim = take(claims(), "a").orElseThrow();
        pass(60); // nobody looked meanwhile, and nobody knows how long it has been silent
        Claims other = claims();
        assertThat(take(other, "b")).isEmpty();

        pass(9);
        assertThat(take(other, "b")).isEmpty();
        claim.giveSign();
        pass(9);
        assertThat(take(other, "b")).as("there was a sign").isEmpty();
        pass(9);
        assertThat(other.holder()).isPresent();
        assertThat(take(other, "b")).isEmpty();
        pass(1);
        assertThat(other.holder()).isEmpty();
        assertThat(take(other, "b")).isPresent();
    }

    /** A machine that was asleep, or a process that was stopped, wakes up. */
    @Test
    void whoWasSilentMustNotWriteAnyMore() throws IOException {
        Claim claim = take(claims(), "a").orElseThrow();
        Claims other = claims();
        assertThat(take(other, "b")).isEmpty();
        pass(10);
        Claim next = take(other, "b").orElseThrow();

        assertThatThrownBy(claim::requireHeld)
                .isInstanceOf(ClaimLost.class)
                .hasMessage("was taken over by somebody else after 600 s without a sign of life of this process");
        claim.giveSign();
        claim.release("late");
        next.requireHeld();
        assertThat(other.last().orElseThrow().claimant()).isEqualTo(on("b"));
        assertThat(files()).containsExactly("claim-000002");
    }

    @Test
    void whoCanGiveNoSignStopsBeforeOthersTakeOver() throws IOException {
        Claim claim = take(claims(), "a").orElseThrow();
        Files.delete(directory.resolve("claim-000001"));
        Files.createDirectory(directory.resolve("claim-000001")); // neither read nor written

        claim.giveSign();
        claim.requireHeld();
        pass(10);

        assertThatThrownBy(claim::requireHeld)
                .isInstanceOf(ClaimLost.class)
                .hasMessageStartingWith("may be somebody else's: for 600 s no sign of life could be given: ");
    }

    @Test
    void theDeadAreNotWaitedFor() throws IOException {
        take(claims(), "a");

        assertThat(claims().take(on("a"), claimant -> claimant.isNeighbourOf(on("a"))))
                .hasValueSatisfying(claim -> assertThat(claim.number()).isEqualTo(2));
    }

    @Test
    void aFileThatIsBeingWrittenIsSomebodys() throws IOException {
        for (String content :
                List.of("", "proc", "process 1\nhost a\nmachine m\nsince s\ncommand c\nsigns 1\nstate rel")) {
            Files.writeString(directory.resolve("claim-000003"), content);

            assertThat(take(claims(), "b")).as(content).isEmpty();
        }
        Files.write(directory.resolve("claim-000003"), new byte[] {(byte) 0xff, 0, 10});
        Claims claims = claims();
        assertThat(claims.holder().orElseThrow().claimant().host()).isEqualTo("an unknown host");
        pass(10);
        assertThat(take(claims, "b").orElseThrow().number()).isEqualTo(4);
    }

    @Test
    void filesThatAreCalledAlikeAreNoClaims() throws IOException {
        Files.writeString(directory.resolve("claim-of-mine.txt"), "");
        Files.writeString(directory.resolve("claim-"), "");

        assertThat(claims().last()).isEmpty();
        assertThat(take(claims(), "a").orElseThrow().number()).isEqualTo(1);
        assertThat(files()).containsExactly("claim-", "claim-000001", "claim-of-mine.txt");
        assertThat(new Claims(new DirectoryPlace(directory.resolve("none")), PACE).last())
                .isEmpty();
    }

    /** It looked before another one came, worked and went, whose file was deleted by the one that works now. */
    @Test
    void whoLookedLongAgoFindsItselfOvertaken() throws IOException {
        take(claims(), "a").orElseThrow().close();
        ClaimPlace slow = new Interposed(new DirectoryPlace(directory), () -> {
            take(claims(), "b").orElseThrow().close();
            assertThat(take(claims(), "c")).isPresent();
        });

        assertThat(new Claims(slow, PACE, clock::get).take(on("d"), claimant -> false))
                .isEmpty();
        assertThat(files()).containsExactly("claim-000003");
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 1; round <= 50; round++) {
                List<Callable<Optional<Claim>>> tries = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String host = "host" + i;
                    tries.add(() -> take(claims(), host));
                }
                List<Claim> got = new ArrayList<>();
                for (Future<Optional<Claim>> done : threads.invokeAll(tries)) {
                    done.get().ifPresent(got::add);
                }
                assertThat(got).as("round %d", round).hasSize(1);
                got.get(0).requireHeld();
                got.get(0).close();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files()).containsExactly("claim-000050");
    }

    @Test
    void signsComeByThemselves() throws Exception {
        Pace fast = new Pace(Duration.ofMillis(20), Duration.ofMillis(1000));
        Claims watching = new Claims(new DirectoryPlace(directory), fast);
        try (Claim claim = new Claims(new DirectoryPlace(directory), fast)
                .take(Claimant.here("./fpn train x.yaml"), claimant -> false)
                .orElseThrow()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (watching.last().orElseThrow().signs() < 3 && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            claim.requireHeld();
        }
        ClaimState last = watching.last().orElseThrow();
        assertThat(last.signs()).isGreaterThanOrEqualTo(3);
        assertThat(last.held()).isFalse();
        assertThat(Files.readString(directory.resolve("claim-000001"), StandardCharsets.UTF_8))
                .startsWith("process " + ProcessHandle.current().pid() + "\nhost ")
                .endsWith("\nstate released\n");
    }

    @Test
    void aPaceLeavesRoomForSignsThatAreLate() {
        assertThatThrownBy(() -> new Pace(Duration.ofSeconds(5), Duration.ofSeconds(14)))
                .hasMessage("patience must be three times what is between signs, or longer");
        assertThat(Pace.USUAL.patience()).hasSeconds(60);
    }

    /** Something that happens. */
    private interface Event {
        void happen() throws IOException;
    }

    /** A place where something happens before a file is created. */
    private record Interposed(ClaimPlace place, Event event) implements ClaimPlace {
        @Override
        public List<String> names() throws IOException {
            return place.names();
        }

        @Override
        public boolean create(String name, byte[] content) throws IOException {
            event.happen();
            return place.create(name, content);
        }

        @Override
        public void replace(String name, byte[] content) throws IOException {
            place.replace(name, content);
        }

        @Override
        public Optional<byte[]> read(String name) throws IOException {
            return place.read(name);
        }

        @Override
        public void delete(String name) throws IOException {
            place.delete(name);
        }
    }
}
