package org.fpn4j.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What took time to make, kept on disk under the digest of what it was made of. A file begins with the digest of the rest, so
 * that a damaged one is found out; processes may share the folder.
 */
public final class DiskCache {
    private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);
    private static final int DIGEST = 32;

    private final Optional<Path> folder;
    private boolean told;

    /**
     * A cache in a folder, which is made when it is needed.
     *
     * @param folder empty where nothing is to be kept
     */
    public DiskCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** A folder of this name where programs may keep what they can find out again. */
    public static DiskCache named(String name) {
        return new DiskCache(CacheFolder.of(System.getenv()).map(caches -> caches.resolve(name)));
    }

    private static Path file(Path folder, String key) {
        return folder.resolve(Digests.sha256(key));
    }

    /** What was kept for a key; empty where nothing was, or what cannot be read or is damaged. */
    public Optional<byte[]> get(String key) {
        return folder.flatMap(caches -> read(file(caches, key)));
    }

    private Optional<byte[]> read(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length > DIGEST) {
                byte[] content = Arrays.copyOfRange(all, DIGEST, all.length);
                if (HexFormat.of().formatHex(all, 0, DIGEST).equals(Digests.sha256(content))) {
                    return Optional.of(content);
                }
            }
            LOG.warn("{} is damaged; what it holds is made again", file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            tell(file + ": cannot be read: " + ReadFailure.reason(file, e));
        }
        return Optional.empty();
    }

    /** Keeps content, where the folder can be written. */
    public void put(String key, byte[] content) {
        folder.ifPresent(caches -> {
            try {
                Writing.guarded(caches, () -> write(file(caches, key), content));
            } catch (UserInputException e) {
                tell(e.problems().get(0).where() + ": " + e.problems().get(0).what());
            }
        });
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] all = new byte[DIGEST + content.length];
        System.arraycopy(HexFormat.of().parseHex(Digests.sha256(content)), 0, all, 0, DIGEST);
        System.arraycopy(content, 0, all, DIGEST, content.length);
        Path temporary = Files.createTempFile(file.getParent(), "made", ".tmp"); // another process may write the same
        try {
            Files.write(temporary, all);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Once; whoever may not write one file may not write the others. */
    private void tell(String problem) {
        if (!told) {
            told = true;
            LOG.warn("{}; what would be kept there is made at every start", problem);
        }
    }
}
