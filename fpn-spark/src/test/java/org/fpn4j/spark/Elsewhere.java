package org.fpn4j.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** This machine's files behind a scheme that nobody but Hadoop's clients knows. */
public final class Elsewhere extends RawLocalFileSystem {
    static final String SCHEME = "elsewhere";

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    /** Without those who may read, whom the parent looks up by the scheme of this machine's files. */
    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return Arrays.stream(super.listStatus(path))
                .map(file -> new FileStatus(
                        file.getLen(),
                        file.isDirectory(),
                        file.getReplication(),
                        file.getBlockSize(),
                        file.getModificationTime(),
                        file.getPath()))
                .toArray(FileStatus[]::new);
    }
}
