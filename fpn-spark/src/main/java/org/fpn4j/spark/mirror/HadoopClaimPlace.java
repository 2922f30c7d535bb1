package org.fpn4j.spark.mirror;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.fpn4j.claim.ClaimPlace;
import org.fpn4j.claim.Claims;

/**
 * A directory of one of Hadoop's file systems. HDFS creates a file for one of many. An object store may let several: the last
 * one's content stays, and the others find it when they look back, here or at their next sign of life.
 */
public final class HadoopClaimPlace implements ClaimPlace {
    private final FileSystem files;
    private final Path directory;

    /** @param directory need not be there */
    public HadoopClaimPlace(FileSystem files, Path directory) {
        this.files = requireNonNull(files, "files is null");
        this.directory = requireNonNull(directory, "directory is null");
    }

    @Override
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus file : files.listStatus(directory)) {
                if (file.getPath().getName().startsWith(Claims.PREFIX)) {
                    names.add(file.getPath().getName());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        return names;
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        try {
            write(name, content, false);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            // HDFS says so in words of its own where the file is being written
            if (files.exists(file(name))) {
                return false;
            }
            throw e;
        }
        return read(name).filter(found -> Arrays.equals(found, content)).isPresent();
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        if (!files.exists(file(name))) {
            throw new NoSuchFileException(file(name).toString());
        }
        write(name, content, true);
        // It may have been deleted in between by who has a higher claim, and be there again now.
        for (String other : names()) {
            if (other.length() == name.length() && other.compareTo(name) > 0) {
                delete(name);
                throw new NoSuchFileException(file(name).toString());
            }
        }
    }

    private void write(String name, byte[] content, boolean overwrite) throws IOException {
        try (OutputStream stream = files.create(file(name), overwrite)) {
            stream.write(content);
        }
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try (FSDataInputStream stream = files.open(file(name))) {
            return Optional.of(stream.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(file(name), false);
    }

    private Path file(String name) {
        return new Path(directory, name);
    }
}
