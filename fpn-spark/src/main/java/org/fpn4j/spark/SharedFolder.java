package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder that all machines see under one path. That they do is checked by every task: the driver leaves a file in it that
 * only this ablation's folder can have.
 *
 * @param path absolute
 * @param mark the name of that file
 */
record SharedFolder(String path, String mark) implements RunPlace {
    private static final int LOOKS = 5; // a network's file system may show a new file late
    private static final int MILLISECONDS_BETWEEN_LOOKS = 300;

    SharedFolder {
        requireNonNull(path, "path is null");
        requireNonNull(mark, "mark is null");
    }

    /** A folder of the driver, made where it is not there, with a mark in it. */
    static SharedFolder marked(Path folder) throws IOException {
        String mark = ".seen-by-workers-" + UUID.randomUUID();
        Files.createDirectories(folder);
        Files.createFile(folder.resolve(mark));
        return new SharedFolder(folder.toAbsolutePath().normalize().toString(), mark);
    }

    /** Takes the mark away. */
    void unmark() throws IOException {
        Files.deleteIfExists(Path.of(path, mark));
    }

    @Override
    public CellOutcome train(CellAtWork cell) throws IOException {
        if (!seen()) {
            return CellOutcome.unfit(
                    cell.order().name(),
                    path + " on host " + cell.host()
                            + " is not the folder that the driver writes into; give a path that"
                            + " all machines see, or an address as hdfs://host/folder");
        }
        Path directory = Path.of(path, cell.order().name());
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".written-by-worker-", null));
        } catch (IOException e) {
            return CellOutcome.unfit(
                    cell.order().name(),
                    directory + " cannot be written on host " + cell.host() + " by user "
                            + System.getProperty("user.name") + ": " + e + "; let all workers write there");
        }
        return cell.train(directory, line -> {});
    }

    private boolean seen() {
        for (int look = 1; look <= LOOKS; look++) {
            if (Files.exists(Path.of(path, mark))) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLISECONDS_BETWEEN_LOOKS));
        }
        return false;
    }
}
