package org.fpn4j.claim;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Who claims.
 *
 * @param process its number
 * @param host the computer's name
 * @param machine what tells computers of one name apart, and one from itself before it was started anew
 * @param since when it began, by its own clock; for people
 * @param command as it was typed
 */
public record Claimant(long process, String host, String machine, String since, String command) {
    public Claimant {
        requireNonNull(host, "host is null");
        requireNonNull(machine, "machine is null");
        requireNonNull(since, "since is null");
        command = command.replaceAll("\\R", " ");
    }

    /** This process. */
    public static Claimant here(String command) {
        String host = ownHost();
        return new Claimant(
                ProcessHandle.current().pid(),
                host,
                read("/proc/sys/kernel/random/boot_id", host),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                command);
    }

    /** Whether both are of one machine that was not started anew meanwhile. */
    public boolean isNeighbourOf(Claimant other) {
        return machine.equals(other.machine) && host.equals(other.host); // containers of one machine share the former
    }

    /** The same where no lock of the operating system says that it still lives: for its neighbours it is of another machine. */
    public Claimant withoutLock() {
        return new Claimant(process, host, machine + " without lock", since, command);
    }

    private static String ownHost() {
        Map<String, String> environment = System.getenv();
        return read(
                "/proc/sys/kernel/hostname",
                environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", "this host")));
    }

    private static String read(String file, String otherwise) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8).trim();
        } catch (IOException e) { // no such file outside Linux
            return otherwise;
        }
    }

    @Override
    public String toString() {
        return "process " + process + " on " + host + " since " + since + ", " + command;
    }
}
