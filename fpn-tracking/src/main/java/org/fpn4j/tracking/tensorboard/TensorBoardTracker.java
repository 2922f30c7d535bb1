package org.fpn4j.tracking.tensorboard;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.fpn4j.core.files.Writing;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;

/**
 * One event file for each process that trains a run. A run that is resumed begins a new one by saying from where the files before
 * it count no more; TensorBoard's own readers take that into account.
 */
final class TensorBoardTracker implements Tracker {
    private final TrackedRun run;
    private final LongSupplier clock;
    private final Path folder;
    private Path file;
    private OutputStream stream; // null before the beginning

    /** @param clock milliseconds since 1970 */
    TensorBoardTracker(TrackedRun run, LongSupplier clock) {
        this.run = run;
        this.clock = clock;
        this.folder = run.directory().resolve(TensorBoard.FOLDER);
    }

    @Override
    public void begin(long step, boolean evaluates) {
        List<Path> before = EventFiles.in(folder);
        Optional<byte[]> again = evaluates && step > 0 ? EventFiles.ofTraining(before, step) : Optional.empty();
        file = folder.resolve(name(before));
        Writing.guarded(
                file,
                () -> stream = new BufferedOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
        write(Events.version(seconds()));
        // all of this step counts no more where its evaluation comes again
        write(Events.start(seconds(), again.isPresent() || step == 0 ? step : step + 1));
        again.ifPresent(this::write);
        if (before.isEmpty() || step == 0) {
            describe();
        }
    }

    /** Files are read in the order of their names: whatever the clock says, this one comes after those before. */
    private String name(List<Path> before) {
        long last = before.isEmpty() ? 0 : EventFiles.seconds(before.get(before.size() - 1));
        long seconds = Math.max(clock.getAsLong() / 1000, last + 1);
        return String.format(
                Locale.ROOT,
                "%s%010d.%s.%d",
                EventFiles.PREFIX,
                seconds,
                host(),
                ProcessHandle.current().pid());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void describe() {
        String yaml = run.config().effectiveYaml();
        write(Events.text(seconds(), "config", "    " + yaml.strip().replace("\n", "\n    "))); // as code
        write(Events.parameters(seconds(), run.parameters()));
    }

    @Override
    public void stepped(long step, Map<String, Double> values) {
        write(Events.scalars(seconds(), step, values));
    }

    @Override
    public void evaluated(long step, Map<String, Double> values) {
        write(Events.scalars(seconds(), step, values));
    }

    @Override
    public void finished(long step, Map<String, Double> values) {
        write(Events.scalars(seconds(), step, values));
        write(Events.success(seconds()));
    }

    @Override
    public void ended(Ending ending) {
        if (stream != null) {
            Writing.guarded(file, stream::close);
        }
    }

    /** Each is seen at once, and outlives a kill of the process: a run may be resumed from the very next step. */
    private void write(byte[] event) {
        Writing.guarded(file, () -> {
            Records.write(stream, event);
            stream.flush();
        });
    }

    private double seconds() {
        return clock.getAsLong() / 1000.0;
    }
}
