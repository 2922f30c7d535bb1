package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.claim.Claimant;
import org.fpn4j.experiments.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path directory;

    private RunDirectory run() {
        return new RunDirectory(directory.resolve("run"));
    }

    private ChildJvm holder() throws IOException {
        return ChildJvm.start(directory.resolve("printed"), LockHolder.class, run().path());
    }

    @Test
    void oneOfTwoProcessesHasTheLockUntilItEndsHoweverItEnds() throws Exception {
        try (ChildJvm other = holder()) {
            other.await(() -> other.printed().contains("held"));

            assertThat(RunLock.tryAcquire(run(), "mine")).isEmpty();
            assertThat(RunLock.holder(run()))
                    .hasValueSatisfying(
                            holder -> assertThat(holder.toString())
                                    .matches(
                                            "process " + other.pid()
                                                    + " on \\S+ since 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ, ./fpn train elsewhere.yaml"));

            other.kill();
            assertThat(RunLock.holder(run())).isEmpty();
            assertThat(RunLock.tryAcquire(run(), "mine")).hasValueSatisfying(RunLock::close);
        }
    }

    @Test
    void oneOfTwoThreadsHasTheLock() {
        RunLock first = RunLock.tryAcquire(run(), "mine").orElseThrow();

        assertThat(RunLock.tryAcquire(run(), "other")).isEmpty();
        assertThat(RunLock.holder(run()).orElseThrow().command()).isEqualTo("mine");
        first.close();
        assertThat(RunLock.holder(run())).isEmpty();
        assertThat(RunLock.tryAcquire(run(), "other")).hasValueSatisfying(RunLock::close);
    }

    /** On POSIX systems a process that closes any channel of a file loses its locks on it. */
    @Test
    void askingForTheHolderTakesNothingFromIt() throws Exception {
        try (RunLock mine = RunLock.tryAcquire(run(), "mine").orElseThrow()) {
            RunLock.holder(run());
            RunLock.tryAcquire(new RunDirectory(directory.resolve("run/../run")), "other");
            try (ChildJvm other = holder()) {
                assertThat(other.exitCode()).isZero();
                assertThat(other.printed()).contains("refused");
            }
            assertThat(mine).isNotNull();
        }
    }

    @Test
    void whatADeadProcessOfThisMachineWroteHoldsNothing() throws IOException {
        claimed(Claimant.here("./fpn train x.yaml").machine(), Claimant.here("").host());

        assertThat(RunLock.holder(run())).isEmpty();
        assertThat(RunLock.tryAcquire(run(), "mine")).hasValueSatisfying(RunLock::close);
    }

    @Test
    void whatAnotherMachineHoldsIsItsOwnWhateverTheLocksOfThisOne() throws IOException {
        claimed("boot", "node7");

        assertThat(RunLock.holder(run()).orElseThrow()).hasToString(ForeignClaim.WORDS);
        assertThat(RunLock.tryAcquire(run(), "mine")).isEmpty();
        assertThat(RunLock.tryAcquire(run(), "mine")).isEmpty();
    }

    @Test
    void aContainerOfThisMachineIsAnother() throws IOException {
        claimed(Claimant.here("").machine(), "pod-2");

        assertThat(RunLock.holder(run())).isPresent();
        assertThat(RunLock.tryAcquire(run(), "mine")).isEmpty();
    }

    private void claimed(String machine, String host) throws IOException {
        ForeignClaim.write(run().path(), 4, machine, host, 3, "state held");
        Files.createFile(run().path().resolve("lock"));
    }
}
