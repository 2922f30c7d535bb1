package org.fpn4j.data.checking;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * What shows that a file is as it was: its path, length, time of last modification, and where the platform has it the time
 * of its last change, which no program can set back. On other platforms a file that is edited in place, keeps its length
 * and is given its old time again looks unchanged.
 */
record FileState(Path path, long size, Instant modified, Instant changed) {
    /** Clocks of file systems tick: a file that is as young may change again at the same time. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    static FileState of(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        Map<String, Object> attributes =
                Files.readAttributes(path, unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime");
        Instant modified = ((FileTime) attributes.get("lastModifiedTime")).toInstant();
        Instant changed = unix ? ((FileTime) attributes.get("ctime")).toInstant() : modified;
        return new FileState(path, (Long) attributes.get("size"), modified, changed);
    }

    /** Whether its times may stay what they are when it changes. */
    boolean isYoung(Instant now) {
        return modified.plus(YOUNG).isAfter(now) || changed.plus(YOUNG).isAfter(now);
    }

    /** A number for all of it, of {@link RememberedPictures#KEY_BYTES}. */
    byte[] key() {
        MessageDigest digest = Sha256.digest();
        digest.update((path + "\n" + size + "\n" + modified + "\n" + changed).getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(), RememberedPictures.KEY_BYTES);
    }
}
