package org.fpn4j.tracking.tensorboard;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.core.files.Writing;

/** The event files that earlier processes have left of a run. */
final class EventFiles {
    /** What every name begins with; the time of the beginning follows, in seconds since 1970. */
    static final String PREFIX = "events.out.tfevents.";

    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "\\d{10,15}[.].*");

    private static final String TRAINING = "train/";

    private EventFiles() {}

    /** In the order in which they were written. */
    static List<Path> in(Path folder) {
        List<Path> found = new ArrayList<>();
        Writing.guarded(folder, () -> {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                        .sorted()
                        .forEach(found::add);
            }
        });
        return found;
    }

    /** When a file was begun. */
    static long seconds(Path file) {
        String rest = file.getFileName().toString().substring(PREFIX.length());
        return Long.parseLong(rest.substring(0, rest.indexOf('.')));
    }

    /** What was last shown of a training step. */
    static Optional<byte[]> ofTraining(List<Path> files, long step) {
        for (int i = files.size() - 1; i >= 0; i--) {
            Optional<byte[]> found = ofTraining(files.get(i), step);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> ofTraining(Path file, long step) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            long longest = Files.size(file);
            Optional<byte[]> last = Optional.empty();
            Optional<byte[]> event = Records.read(stream, longest);
            while (event.isPresent()) {
                last = isOfTraining(event.get(), step) ? event : last;
                event = Records.read(stream, longest);
            }
            return last;
        } catch (IOException e) {
            return Optional.empty(); // a point less in a curve
        }
    }

    /** Looks for the fields that {@link Events#scalars} begins with, in its order. */
    private static boolean isOfTraining(byte[] event, long step) {
        ByteBuffer rest = ByteBuffer.wrap(event);
        try {
            boolean fits = rest.get() == 0x09;
            rest.getDouble(); // its time
            fits &= rest.get() == 0x10 && varint(rest) == step;
            fits &= rest.get() == 0x2A && varint(rest) >= 0; // the summary
            fits &= rest.get() == 0x0A && varint(rest) >= 0; // its first value
            fits &= rest.get() == 0x0A && varint(rest) >= TRAINING.length(); // the value's name
            byte[] name = new byte[TRAINING.length()];
            rest.get(name);
            return fits && new String(name, StandardCharsets.UTF_8).equals(TRAINING);
        } catch (BufferUnderflowException e) {
            return false;
        }
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }
}
