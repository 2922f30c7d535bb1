package org.fpn4j.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.files.Writing;

/**
 * The right to write into the directory of a run, which one training at a time has, of all processes and of all threads of
 * this one. It is the operating system's lock on the file {@code lock}, so that it ends with the process that holds it,
 * however that ends; what stands in the file is for people.
 */
public final class RunLock implements AutoCloseable {
    /**
     * Who trains.
     *
     * @param pid its process
     * @param host the computer it runs on
     * @param since when it took the lock
     * @param command as it was typed
     */
    public record Holder(long pid, String host, String since, String command) {
        @Override
        public String toString() {
            return "process " + pid + " on " + host + " since " + since + ", " + command;
        }
    }

    /** Beyond what is written, because some systems let nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int TRIES = 3; // somebody who asks for the holder has the lock for a moment
    private static final int MILLISECONDS_BETWEEN_TRIES = 50;

    /**
     * What this process holds. A process that closes any channel of a file gives up all its locks on it (POSIX), so a file
     * that is held here must not be opened again.
     */
    private static final Map<Path, Holder> HELD_HERE = new HashMap<>();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock; empty where somebody else has it.
     *
     * @param command for the others
     * @throws UserInputException where the directory cannot be written or its file system has no locks
     */
    public static Optional<RunLock> tryAcquire(RunDirectory directory, String command) {
        Writing.directory(directory.path());
        Path file = place(directory);
        Holder holder = new Holder(ProcessHandle.current().pid(), host(), Provenance.now(), command);
        synchronized (HELD_HERE) {
            if (HELD_HERE.containsKey(file)) {
                return Optional.empty();
            }
            RunLock[] acquired = new RunLock[1];
            Writing.guarded(file, () -> acquired[0] = acquire(file, holder));
            if (acquired[0] != null) {
                HELD_HERE.put(file, holder);
            }
            return Optional.ofNullable(acquired[0]);
        }
    }

    private static RunLock acquire(Path file, Holder holder) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            for (int i = 0; i < TRIES && !held; i++) {
                if (i > 0) {
                    Thread.sleep(MILLISECONDS_BETWEEN_TRIES);
                }
                held = channel.tryLock(LOCKED_BYTE, 1, false) != null;
            }
            if (!held) {
                return null;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(StoredJson.text(holder).getBytes(StandardCharsets.UTF_8)));
            return new RunLock(file, channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    /** Who trains there; empty where nobody does. Needs no permission to write. */
    public static Optional<Holder> holder(RunDirectory directory) {
        Path file = place(directory);
        synchronized (HELD_HERE) {
            if (HELD_HERE.containsKey(file)) {
                return Optional.of(HELD_HERE.get(file));
            }
            try (FileChannel probe = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock free = probe.tryLock(LOCKED_BYTE, 1, true)) {
                return free != null ? Optional.empty() : Optional.of(written(file));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UserInputException(file.toString(), "cannot be read: " + ReadFailure.reason(file, e));
            }
        }
    }

    private static Holder written(Path file) throws IOException {
        try {
            StoredJson json = StoredJson.object(file);
            Holder holder = new Holder(
                    json.integer("pid", 0, Long.MAX_VALUE),
                    json.text("host"),
                    json.text("since"),
                    json.text("command"));
            json.done();
            return holder;
        } catch (UserInputException e) { // it has the lock and is about to write who it is
            String since = Files.getLastModifiedTime(file)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            return new Holder(0, "an unknown host", since, "unknown command");
        }
    }

    /** Links and relative names lead to one place. */
    private static Path place(RunDirectory directory) {
        Path path = directory.path();
        try {
            return path.toRealPath().resolve("lock");
        } catch (IOException e) {
            return path.toAbsolutePath().normalize().resolve("lock"); // there is no such directory
        }
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8)
                    .trim();
        } catch (IOException e) { // no such file outside Linux
            Map<String, String> environment = System.getenv();
            return environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", "this host"));
        }
    }

    @Override
    public void close() {
        synchronized (HELD_HERE) {
            HELD_HERE.remove(file);
            Writing.guarded(file, () -> {
                try (channel) {
                    channel.truncate(0); // nobody holds it
                }
            });
        }
    }
}
