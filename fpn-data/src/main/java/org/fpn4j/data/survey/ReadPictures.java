package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.image.DecodingRoom;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.waiting.Waiting;

/**
 * A data set whose pictures were read, each once; what is kept of a picture takes some kilobytes.
 *
 * @param dataset without pictures that are broken behind their header, each reported
 * @param facts of every image's picture, by image id
 */
public record ReadPictures(Dataset dataset, Map<Long, PictureFacts> facts) {
    private static final String DRAWN = "drawn"; // by a program, in no file

    public ReadPictures {
        requireNonNull(dataset, "dataset is null");
        facts = Map.copyOf(facts);
    }

    private record Read(Optional<PictureFacts> facts, Optional<DataProblem> fault) {}

    /**
     * Reads all pictures of a data set.
     *
     * @param threads that decode
     * @param listener hears how it goes on
     * @throws UserInputException if nothing usable is left, or a picture needs more memory than there is
     */
    public static ReadPictures of(Dataset dataset, int threads, CheckListener listener) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            DecodingRoom room = new DecodingRoom();
            AtomicInteger done = new AtomicInteger();
            int total = dataset.images().size();
            List<Future<Read>> futures = new ArrayList<>();
            for (ImageEntry image : dataset.images()) {
                futures.add(pool.submit(() -> {
                    Read read = read(image, room);
                    listener.looked(dataset.name(), done.incrementAndGet(), total);
                    return read;
                }));
            }
            Map<Long, PictureFacts> facts = new HashMap<>();
            List<DataProblem> faults = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                long id = dataset.images().get(i).id();
                Read read = Waiting.forResult(futures.get(i), "interrupted while pictures were read");
                read.facts().ifPresent(of -> facts.put(id, of));
                read.fault().ifPresent(faults::add);
            }
            return new ReadPictures(without(dataset, faults, facts), facts);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Read read(ImageEntry image, DecodingRoom room) {
        try {
            String format =
                    image.source() instanceof FilePicture file ? new PictureReader().format(file.file()) : DRAWN;
            PictureFacts facts = room.with(
                    image.width(),
                    image.height(),
                    () -> PictureFacts.of(format, image.source().read()));
            return new Read(Optional.of(facts), Optional.empty());
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (UserInputException e) {
            DataProblem fault =
                    new DataProblem(ProblemKind.BROKEN_IMAGE, e.problems().get(0));
            return new Read(Optional.empty(), Optional.of(fault));
        }
    }

    private static Dataset without(Dataset dataset, List<DataProblem> faults, Map<Long, PictureFacts> facts) {
        if (faults.isEmpty()) {
            return dataset;
        }
        Dataset sound = new Dataset(
                dataset.name(),
                dataset.categories(),
                dataset.images().stream()
                        .filter(image -> facts.containsKey(image.id()))
                        .toList(),
                dataset.reference(),
                dataset.report().plus(faults),
                dataset.contents());
        DatasetChecks.requireContent(sound, dataset.name());
        return sound;
    }
}
