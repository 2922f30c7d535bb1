package org.fpn4j.interop.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** {@code torch.save} since PyTorch 1.6: a zip file of a pickle and one entry of raw values for each storage. */
final class ZipFormat {
    private ZipFormat() {}

    /** The value that was saved; a {@link PickleGlobals.TensorView} stands on a {@link Storage}. */
    static Object read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String root = checkEntries(zip, Files.size(file));
            ByteOrder order = byteOrder(zip, root);
            Map<String, Storage> storages = new HashMap<>();
            return Pickle.read(ByteBuffer.wrap(bytes(zip, root + "data.pkl")), id -> {
                Optional<StorageId> found = StorageId.of(id);
                if (found.isEmpty()) {
                    return new Opaque("persistent id");
                }
                StorageId storage = found.get();
                if (storage.type().isEmpty()) {
                    return new Opaque(storage.typeName());
                }
                StorageType type = storage.type().get();
                return storages.computeIfAbsent(storage.key(), key -> {
                    ByteBuffer data =
                            ByteBuffer.wrap(bytes(zip, root + "data/" + key)).order(order);
                    return new Storage(type, checkedLength(storage.length(), type, data.capacity()), data);
                });
            });
        }
    }

    /** Every entry is stored as it is, and together they are no larger than the file. Gives the folder of the pickle. */
    private static String checkEntries(ZipFile zip, long fileSize) {
        String root = null;
        long total = 0;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw new MalformedFileException(
                        "entry[" + entry.getName() + "] is compressed, which torch.save does not do");
            }
            total += entry.getSize();
            if (entry.getName().endsWith("/data.pkl") || entry.getName().equals("data.pkl")) {
                root = entry.getName().substring(0, entry.getName().length() - "data.pkl".length());
            }
        }
        if (total > fileSize) {
            throw new MalformedFileException(
                    "the entries say that they have [" + total + "] bytes, but the file has [" + fileSize + "]");
        }
        if (root == null) {
            throw new MalformedFileException("is a zip file without a pickle of PyTorch (data.pkl)");
        }
        return root;
    }

    private static ByteOrder byteOrder(ZipFile zip, String root) {
        ZipEntry entry = zip.getEntry(root + "byteorder");
        boolean big = entry != null
                && new String(bytes(zip, root + "byteorder"), StandardCharsets.UTF_8)
                        .strip()
                        .equals("big");
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static byte[] bytes(ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new MalformedFileException("entry[" + name + "] is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(entry.getSize()));
            if (bytes.length != entry.getSize()) {
                throw new MalformedFileException("entry[" + name + "] is cut short");
            }
            return bytes;
        } catch (IOException | ArithmeticException e) {
            throw new MalformedFileException("entry[" + name + "] cannot be read: " + e.getMessage(), e);
        }
    }

    private static long checkedLength(long length, StorageType type, long bytes) {
        if (length < 0 || length > bytes / type.bytes()) {
            throw new MalformedFileException(
                    "a storage says that it has [" + length + "] values, but holds [" + bytes + "] bytes");
        }
        return length;
    }
}
