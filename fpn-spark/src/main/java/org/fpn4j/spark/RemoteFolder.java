package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.fpn4j.claim.Claim;
import org.fpn4j.claim.ClaimLost;
import org.fpn4j.claim.ClaimState;
import org.fpn4j.claim.Claimant;
import org.fpn4j.claim.Claims;
import org.fpn4j.claim.Pace;
import org.fpn4j.spark.mirror.HadoopClaimPlace;
import org.fpn4j.spark.mirror.Mirror;

/**
 * A folder in a file system that only Hadoop's clients know. A cell is trained in a copy on the worker, which goes there after
 * each checkpoint and at the end; who trains has claimed the cell there.
 *
 * @param address with scheme
 * @param settings of Hadoop's
 */
record RemoteFolder(String address, TreeMap<String, String> settings) implements RunPlace {
    /** Each sign of life is a file written, which object stores charge for. */
    private static final Pace PACE = new Pace(Duration.ofSeconds(20), Duration.ofSeconds(120));

    RemoteFolder {
        requireNonNull(address, "address is null");
        settings = new TreeMap<>(settings);
    }

    static RemoteFolder of(String address, Configuration hadoop) {
        TreeMap<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, String> setting : hadoop) {
            settings.put(setting.getKey(), setting.getValue());
        }
        return new RemoteFolder(address, settings);
    }

    /** A client of its own, which no hook closes while the last checkpoint is on its way. */
    FileSystem open() throws IOException {
        Configuration hadoop = new Configuration(false);
        settings.forEach(hadoop::set);
        hadoop.setBoolean("fs.automatic.close", false);
        return FileSystem.newInstance(new Path(address).toUri(), hadoop);
    }

    @Override
    public CellOutcome train(CellAtWork cell) throws IOException {
        Path directory = new Path(address, cell.order().name());
        java.nio.file.Path copy = Files.createDirectory(cell.scratch().resolve("run"));
        try (FileSystem files = open();
                Claim claim = claimed(files, directory, cell)) {
            Mirror mirror = new Mirror(files, directory, copy);
            mirror.download(name -> true);
            if (Files.exists(copy.resolve("result.json"))) {
                return new CellOutcome(cell.order().name(), 0, "", 0, false);
            }
            CellOutcome outcome = cell.train(copy, line -> {
                if (line.startsWith("checkpoint ")) {
                    passOn(mirror, claim, cell);
                }
            });
            claim.requireHeld();
            mirror.upload(cell.scratch().resolve("links"));
            return outcome;
        } catch (ClaimLost e) {
            throw new CellLost(cell.order().name() + " on " + cell.host() + " " + e.getMessage());
        }
    }

    /** A checkpoint that cannot be written there now is followed by others. */
    private static void passOn(Mirror mirror, Claim claim, CellAtWork cell) {
        claim.requireHeld();
        try {
            mirror.upload(cell.scratch().resolve("links"));
        } catch (IOException e) {
            System.err.println("a checkpoint of " + cell.order().name() + " stays on this machine: " + e);
        }
    }

    /** Waits until nobody else has the cell. */
    private static Claim claimed(FileSystem files, Path directory, CellAtWork cell) throws IOException {
        Claims claims = new Claims(new HadoopClaimPlace(files, directory), PACE);
        Claimant own = claimant("cell " + cell.order().name());
        boolean told = false;
        while (!cell.stop().getAsBoolean()) {
            Optional<Claim> claim = claims.take(own, other -> isDead(own, other));
            if (claim.isPresent()) {
                return claim.get();
            }
            if (!told) {
                Optional<ClaimState> holder = claims.holder();
                holder.ifPresent(state -> System.err.println(directory + " is being trained by " + state.claimant()
                        + "; waits until that ends, or gave no sign of life for "
                        + PACE.patience().toSeconds() + " s"));
                told = holder.isPresent();
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        throw new CellLost(cell.order().name() + " was asked to stop on " + cell.host());
    }

    /** Containers that call themselves alike number their processes each by itself, and must not take each other for dead. */
    private static Claimant claimant(String command) {
        Claimant here = Claimant.here(command);
        String numbering;
        try {
            numbering = Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/ns/pid"))
                    .toString();
        } catch (IOException e) { // no such file outside Linux
            numbering = "";
        }
        return new Claimant(
                here.process(), here.host(), here.machine() + " " + numbering, here.since(), here.command());
    }

    private static boolean isDead(Claimant own, Claimant other) {
        return own.isNeighbourOf(other) && ProcessHandle.of(other.process()).isEmpty();
    }
}
