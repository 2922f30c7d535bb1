package org.fpn4j.claim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A directory that many machines see, as claims need it: a file system, or whatever else can create a file for one of many. No
 * method is asked for more than one machine's order of events; clocks are never compared.
 */
public interface ClaimPlace {
    /** The names of the claims' files, those that begin with {@link Claims#PREFIX}; none where there is no directory. */
    List<String> names() throws IOException;

    /**
     * Creates a file; of many that try at the same time one succeeds.
     *
     * @return false where it is there already
     * @throws IOException where it cannot be created for another reason
     */
    boolean create(String name, byte[] content) throws IOException;

    /**
     * Writes other content into a file that is there. Who reads meanwhile may see a part of it.
     *
     * @throws java.nio.file.NoSuchFileException where the file is gone
     */
    void replace(String name, byte[] content) throws IOException;

    /** What a file holds; empty where there is none. */
    Optional<byte[]> read(String name) throws IOException;

    /** Deletes a file where it is there. */
    void delete(String name) throws IOException;
}
