package org.fpn4j.spark.mirror;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** A file system's way to move a file over another one, which in HDFS happens at once and is not public. */
final class Replacing extends FilterFileSystem {
    Replacing(FileSystem files) {
        super(files);
    }

    void replace(Path from, Path to) throws IOException {
        rename(from, to, Rename.OVERWRITE);
    }
}
