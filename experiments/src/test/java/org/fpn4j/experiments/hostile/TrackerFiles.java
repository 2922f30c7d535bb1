package org.fpn4j.experiments.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;

/** What trackers leave of a run, and read when it is resumed. */
final class TrackerFiles {
    private static final String EVENTS = "tensorboard/events.out.tfevents.1795797889.vm.1";

    private TrackerFiles() {}

    static HostileReader events() {
        return HostileReader.of("events", Map.of(EVENTS, valid()), folder -> {
                    Tracker tracker = open(folder);
                    tracker.begin(2, true);
                    tracker.ended(Tracker.Ending.STOPPED);
                })
                .repaired(TrackerFiles::checksumsPutRight);
    }

    private static Tracker open(Path folder) {
        LoadedConfig<ExperimentConfig> config =
                new ConfigLoader().loadSets(ExperimentConfig.class, List.of("trackers=[{type: tensorboard}]"));
        return config.config().trackers().get(0).open(new TrackedRun(config, "run", "", "key", folder, told -> {}));
    }

    /** A config and two steps. */
    private static byte[] valid() {
        try {
            Path folder = Files.createTempDirectory("events");
            Tracker tracker = open(folder);
            tracker.begin(0, true);
            tracker.stepped(1, Map.of("train/loss", 1.5));
            tracker.stepped(2, Map.of("train/loss", 1.25));
            tracker.ended(Tracker.Ending.STOPPED);
            Path file;
            try (Stream<Path> files = Files.list(folder.resolve("tensorboard"))) {
                file = files.findFirst().orElseThrow();
            }
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(file.getParent());
            Files.delete(folder);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of every record whose length fits into the file. */
    private static byte[] checksumsPutRight(byte[] file) {
        ByteBuffer right = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (right.capacity() - at >= 16) {
            long length = right.getLong(at);
            right.putInt(at + 8, checksum(right.array(), at, 8));
            if (length < 0 || length > right.capacity() - at - 16) {
                return right.array();
            }
            right.putInt(at + 12 + (int) length, checksum(right.array(), at + 12, (int) length));
            at += 16 + (int) length;
        }
        return right.array();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
    }
}
