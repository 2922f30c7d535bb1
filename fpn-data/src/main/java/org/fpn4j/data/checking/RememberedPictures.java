package org.fpn4j.data.checking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Digests of pictures that were read and decoded without a fault, by the state that their files were in. One file holds
 * those of one folder:
 *
 * <pre>
 * 8 bytes    FPN4JPIC
 * 4 bytes    version of the format and of the reading, big-endian
 * 4 bytes    number of entries
 * 48 each    16 of the state's key, 32 of the content's SHA-256; in the order of the keys
 * 32 bytes   SHA-256 of all before
 * </pre>
 *
 * <p>A file that is anything else is as good as none. It is written whole under a name of its own and moved, so that two
 * processes cannot spoil it; one may lose what the other has learnt meanwhile, and looks again.
 */
final class RememberedPictures {
    static final int KEY_BYTES = 16;

    private static final byte[] MAGIC = "FPN4JPIC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = MAGIC.length + 2 * Integer.BYTES;
    private static final int ENTRY_BYTES = KEY_BYTES + Sha256.BYTES;
    private static final int MOST = 1_000_000; // entries; then those of files that are gone may go

    private final Path file;
    private final byte[] entries;

    private RememberedPictures(Path file, byte[] entries) {
        this.file = file;
        this.entries = entries;
    }

    /** What a file holds; nothing where it does not exist or is not whole. */
    static RememberedPictures load(Path file) {
        return new RememberedPictures(file, entries(file));
    }

    int size() {
        return entries.length / ENTRY_BYTES;
    }

    /** The digest of the content that a file had in a state. */
    Optional<byte[]> digest(byte[] key) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int at = middle * ENTRY_BYTES;
            int order = Arrays.compareUnsigned(entries, at, at + KEY_BYTES, key, 0, KEY_BYTES);
            if (order == 0) {
                return Optional.of(Arrays.copyOfRange(entries, at + KEY_BYTES, at + ENTRY_BYTES));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return Optional.empty();
    }

    /** An entry to be saved. */
    static byte[] entry(byte[] key, byte[] digest) {
        return ByteBuffer.allocate(ENTRY_BYTES).put(key).put(digest).array();
    }

    /** Adds entries to what the file holds by now. Where that cannot be written, nothing is remembered. */
    void save(Collection<byte[]> learnt) {
        TreeSet<byte[]> all =
                new TreeSet<>((one, other) -> Arrays.compareUnsigned(one, 0, KEY_BYTES, other, 0, KEY_BYTES));
        all.addAll(learnt);
        byte[] before = entries(file);
        if (before.length / ENTRY_BYTES + learnt.size() <= MOST) {
            for (int at = 0; at < before.length; at += ENTRY_BYTES) {
                all.add(Arrays.copyOfRange(before, at, at + ENTRY_BYTES));
            }
        }
        ByteBuffer content = ByteBuffer.allocate(HEAD_BYTES + all.size() * ENTRY_BYTES);
        content.put(MAGIC).putInt(VERSION).putInt(all.size());
        all.forEach(content::put);
        try {
            write(List.of(content.array(), Sha256.digest().digest(content.array())));
        } catch (IOException e) {
            return; // a full disk, a folder of somebody else: the next look takes as long as this one
        }
    }

    private void write(List<byte[]> parts) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary = Files.createTempFile(file.getParent(), "pictures", ".tmp");
        try {
            try (var stream = Files.newOutputStream(temporary)) {
                for (byte[] part : parts) {
                    stream.write(part);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] entries(Path file) {
        byte[] none = {};
        try {
            long most = HEAD_BYTES + (long) MOST * ENTRY_BYTES + Sha256.BYTES;
            if (!Files.isRegularFile(file) || Files.size(file) > most) {
                return none;
            }
            byte[] content = Files.readAllBytes(file);
            int end = content.length - Sha256.BYTES;
            if (end < HEAD_BYTES) {
                return none;
            }
            ByteBuffer head = ByteBuffer.wrap(content, MAGIC.length, 2 * Integer.BYTES);
            byte[] digest = Sha256.digest().digest(Arrays.copyOf(content, end));
            boolean whole = Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                    && head.getInt() == VERSION
                    && (long) head.getInt() * ENTRY_BYTES == end - HEAD_BYTES
                    && Arrays.equals(content, end, content.length, digest, 0, Sha256.BYTES);
            return whole ? Arrays.copyOfRange(content, HEAD_BYTES, end) : none;
        } catch (IOException e) {
            return none;
        }
    }
}
