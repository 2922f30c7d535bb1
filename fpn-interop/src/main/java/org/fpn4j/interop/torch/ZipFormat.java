package org.fpn4j.interop.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.HeapBudget.Growth;

/** {@code torch.save} since PyTorch 1.6: a zip file of a pickle and one entry of raw values for each storage. */
final class ZipFormat implements SavedFile {
    private final Path file;
    private final ZipFile zip;
    private final String folder;
    private final ByteOrder order;
    private final Object root;

    ZipFormat(Path file) throws IOException {
        this.file = file;
        this.zip = new ZipFile(file.toFile());
        try {
            this.folder = checkEntries(zip, Files.size(file));
            this.order = byteOrder();
            this.root = Pickle.read(
                    ByteBuffer.wrap(bytes("data.pkl")),
                    this::storage,
                    new Growth(file.toString(), "values of the pickle"));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public ByteBuffer values(Storage storage) {
        return ByteBuffer.wrap(bytes("data/" + storage.key())).order(order);
    }

    @Override
    public long heap(Storage storage) {
        return entry("data/" + storage.key()).getSize();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private Object storage(Object id) {
        Optional<StorageId> found = StorageId.of(id);
        if (found.isEmpty()) {
            return new Opaque("persistent id");
        }
        StorageId named = found.get();
        if (named.type().isEmpty()) {
            return new Opaque(named.typeName());
        }
        StorageType type = named.type().get();
        long bytes = entry("data/" + named.key()).getSize();
        if (named.length() < 0 || named.length() > bytes / type.bytes()) {
            throw new MalformedFileException(
                    "a storage says that it has [" + named.length() + "] values, but holds [" + bytes + "] bytes");
        }
        return new Storage(type, named.key(), named.length());
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

    private ByteOrder byteOrder() {
        boolean big = zip.getEntry(folder + "byteorder") != null
                && new String(bytes("byteorder"), StandardCharsets.UTF_8)
                        .strip()
                        .equals("big");
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw new MalformedFileException("entry[" + folder + name + "] is missing");
        }
        return entry;
    }

    private byte[] bytes(String name) {
        ZipEntry entry = entry(name);
        HeapBudget.require(file.toString(), "bytes of entry[" + folder + name + "]", entry.getSize());
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(entry.getSize()));
            if (bytes.length != entry.getSize()) {
                throw new MalformedFileException("entry[" + entry.getName() + "] is cut short");
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new MalformedFileException("entry[" + entry.getName() + "] is larger than 2 GB", e);
        } catch (IOException e) {
            throw new MalformedFileException(
                    "entry[" + entry.getName() + "] cannot be read: " + ReadFailure.reason(file, e), e);
        }
    }
}
