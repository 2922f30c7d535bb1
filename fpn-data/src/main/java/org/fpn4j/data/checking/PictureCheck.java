package org.fpn4j.data.checking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.image.DecodingRoom;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.waiting.Waiting;

/**
 * Looks at every picture of a data set once: leaves out those that turn out broken behind their header, so that none stops a
 * training half-way, and puts the files' contents into the data's digest. What was seen is remembered with the state of the
 * file, so that a picture that did not change is not read again.
 */
public final class PictureCheck {
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(10);

    private final int threads;
    private final Optional<Path> memory;
    private final CheckListener listener;
    private final InstantSource clock;
    private final DecodingRoom room = new DecodingRoom();
    private final PictureReader reader = new PictureReader();

    /**
     * Prepares a look.
     *
     * @param threads that read and decode
     * @param memory folder of what is remembered, which need not exist; empty: nothing is
     */
    public PictureCheck(int threads, Optional<Path> memory, CheckListener listener) {
        this(threads, memory, listener, InstantSource.system());
    }

    PictureCheck(int threads, Optional<Path> memory, CheckListener listener, InstantSource clock) {
        this.threads = threads;
        this.memory = memory;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * What a look at one picture gave.
     *
     * @param digest of the file's content; empty where it is broken
     * @param entry to be remembered; empty where it is known, or must not be
     */
    private record Seen(byte[] digest, Optional<byte[]> entry, Optional<DataProblem> fault) {}

    /**
     * The data set without broken pictures, each reported, and with the digest of the others. Pictures that are drawn are
     * neither.
     *
     * @throws UserInputException if nothing usable is left, or a picture needs more memory than there is
     */
    public Dataset of(Dataset dataset, PictureChecks checks) {
        List<ImageEntry> files = dataset.images().stream()
                .filter(image -> image.source() instanceof FilePicture)
                .toList();
        if (files.isEmpty()) {
            return dataset;
        }
        return checks == PictureChecks.HEADERS ? withLengths(dataset, files) : withContents(dataset, files);
    }

    private static Dataset withLengths(Dataset dataset, List<ImageEntry> files) {
        MessageDigest digest = begun("lengths");
        for (ImageEntry image : files) {
            try {
                add(
                        digest,
                        image.id(),
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(Files.size(file(image)))
                                .array());
            } catch (IOException e) {
                throw new UserInputException(file(image).toString(), "image is gone since its header was read");
            }
        }
        return changed(dataset, dataset.images(), List.of(), digest);
    }

    private Dataset withContents(Dataset dataset, List<ImageEntry> files) {
        Optional<RememberedPictures> remembered =
                memory.map(folder -> RememberedPictures.load(folder.resolve(HexFormat.of()
                                .formatHex(Sha256.digest()
                                        .digest(commonFolder(files).toString().getBytes(StandardCharsets.UTF_8)))
                                .substring(0, 16)
                        + ".pictures")));
        List<Seen> seen = seen(dataset.name(), files, remembered);
        MessageDigest digest = begun("contents");
        Set<Long> broken = new HashSet<>();
        List<DataProblem> faults = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            seen.get(i).fault().ifPresent(faults::add);
            if (seen.get(i).fault().isPresent()) {
                broken.add(files.get(i).id());
            } else {
                add(digest, files.get(i).id(), seen.get(i).digest());
            }
        }
        List<ImageEntry> sound = dataset.images().stream()
                .filter(image -> !broken.contains(image.id()))
                .toList();
        Dataset checked = changed(dataset, sound, faults, digest);
        DatasetChecks.requireContent(checked, dataset.name());
        return checked;
    }

    private List<Seen> seen(String name, List<ImageEntry> files, Optional<RememberedPictures> remembered) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<byte[]> learnt = new ArrayList<>();
        try {
            AtomicInteger done = new AtomicInteger();
            List<Future<Seen>> futures = new ArrayList<>();
            for (ImageEntry image : files) {
                futures.add(pool.submit(() -> {
                    Seen one = look(image, remembered);
                    listener.looked(name, done.incrementAndGet(), files.size());
                    return one;
                }));
            }
            List<Seen> seen = new ArrayList<>();
            Instant saved = clock.instant();
            for (Future<Seen> future : futures) {
                Seen one = Waiting.forResult(future, "interrupted while pictures were looked at");
                seen.add(one);
                one.entry().ifPresent(learnt::add);
                if (!learnt.isEmpty() && saved.plus(BETWEEN_SAVES).isBefore(clock.instant())) {
                    save(remembered, learnt);
                    saved = clock.instant();
                }
            }
            return seen;
        } finally {
            pool.shutdownNow();
            save(remembered, learnt);
        }
    }

    private static void save(Optional<RememberedPictures> remembered, List<byte[]> learnt) {
        if (!learnt.isEmpty()) {
            remembered.ifPresent(pictures -> pictures.save(learnt));
            learnt.clear();
        }
    }

    private Seen look(ImageEntry image, Optional<RememberedPictures> remembered) {
        Path file = file(image);
        try {
            FileState before = FileState.of(file);
            byte[] key = before.key();
            Optional<byte[]> known = remembered.flatMap(pictures -> pictures.digest(key));
            if (known.isPresent()) {
                return new Seen(known.get(), Optional.empty(), Optional.empty());
            }
            byte[] digest = room.with(image.width(), image.height(), () -> {
                byte[] content = reader.content(file);
                reader.decode(file, content);
                return Sha256.digest().digest(content);
            });
            boolean lasting =
                    !before.isYoung(clock.instant()) && FileState.of(file).equals(before);
            return new Seen(
                    digest,
                    lasting ? Optional.of(RememberedPictures.entry(key, digest)) : Optional.empty(),
                    Optional.empty());
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (UserInputException e) {
            return broken(new DataProblem(ProblemKind.BROKEN_IMAGE, e.problems().get(0)));
        } catch (IOException e) {
            return broken(DataProblem.of(ProblemKind.MISSING_IMAGE, file.toString(), "image is gone"));
        }
    }

    private static Seen broken(DataProblem fault) {
        return new Seen(new byte[0], Optional.empty(), Optional.of(fault));
    }

    private static Path file(ImageEntry image) {
        return ((FilePicture) image.source()).file();
    }

    /** The deepest folder that all pictures lie below: that of a set, whichever split is looked at. */
    private static Path commonFolder(List<ImageEntry> files) {
        Path common = file(files.get(0)).toAbsolutePath().normalize().getParent();
        for (ImageEntry image : files) {
            Path path = file(image).toAbsolutePath().normalize();
            while (!path.startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }

    private static MessageDigest begun(String what) {
        MessageDigest digest = Sha256.digest();
        digest.update(what.getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    private static void add(MessageDigest digest, long id, byte[] fact) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
        digest.update(fact);
    }

    private static Dataset changed(
            Dataset dataset, List<ImageEntry> images, List<DataProblem> faults, MessageDigest digest) {
        return new Dataset(
                dataset.name(),
                dataset.categories(),
                images,
                dataset.reference(),
                dataset.report().plus(faults),
                HexFormat.of().formatHex(digest.digest()));
    }
}
