package org.fpn4j.interop.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of {@code torch.save}, opened: what was saved, and the values of its storages. */
interface SavedFile extends AutoCloseable {
    /** The value that was saved; a {@link PickleGlobals.TensorView} stands on a {@link Storage}. */
    Object root();

    /**
     * The values of a storage, in the file's order of bytes.
     *
     * @throws MalformedFileException where the file does not have them
     */
    ByteBuffer values(Storage storage);

    /** Bytes of heap that the values of a storage take while they are at hand. */
    long heap(Storage storage);

    @Override
    void close() throws IOException;

    /** Opens a file in either format. */
    static SavedFile open(Path file, boolean zip) throws IOException {
        return zip ? new ZipFormat(file) : new LegacyFormat(file);
    }
}
