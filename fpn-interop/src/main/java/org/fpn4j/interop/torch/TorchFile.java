package org.fpn4j.interop.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * A state dict as {@code torch.save} writes it: the zip format since PyTorch 1.6 and the older one of pickles and raw data.
 * The file is untrusted: its pickle is read by an allow-list ({@link Pickle}), storages must be as long as they say, and
 * nothing is unpacked that the file does not hold byte by byte.
 *
 * @param weights floating-point tensors, rounded to {@code float32}, in the file's order
 * @param skipped names of tensors of whole numbers: counters, no weights
 */
public record TorchFile(Weights weights, List<String> skipped) {
    private static final List<String> WRAPPERS = List.of("state_dict", "model", "model_state_dict", "network");
    private static final String PARALLEL = "module.";
    private static final long LEGACY_PROTOCOL = 1001;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** Raw values of a storage. */
    private record Storage(StorageType type, long length, ByteBuffer data) {}

    /** A storage that the older format names before it gives its values. */
    private static final class LaterStorage {
        private final StorageType type;
        private final long length;
        private Storage storage;

        LaterStorage(StorageType type, long length) {
            this.type = type;
            this.length = length;
        }
    }

    public TorchFile {
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads a file.
     *
     * @throws UserInputException where it is no state dict, is cut short, or holds something that no state dict needs
     */
    public static TorchFile read(Path file) {
        try {
            byte[] head = head(file);
            Object root = java.util.Arrays.equals(head, ZIP) ? zipped(file) : legacy(file);
            return of(stateDict(root));
        } catch (MalformedFileException e) {
            throw refused(file, e.getMessage(), e);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw refused(file, "is damaged", e); // values of other kinds than a state dict has in their places
        }
    }

    private static UserInputException refused(Path file, String what, Exception cause) {
        UserInputException refused = new UserInputException(
                file.toString(), what, "expected a state dict, as torch.save(model.state_dict(), file) writes it");
        refused.initCause(cause);
        return refused;
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ZIP.length);
        }
    }

    private static Object zipped(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String root = checkEntries(zip, Files.size(file));
            ByteOrder order = byteOrder(zip, root);
            Map<String, Storage> storages = new HashMap<>();
            return Pickle.read(ByteBuffer.wrap(bytes(zip, root + "data.pkl")), id -> {
                List<?> parts = storageId(id);
                StorageType type = StorageType.of(parts.get(1));
                return storages.computeIfAbsent((String) parts.get(2), key -> {
                    ByteBuffer data =
                            ByteBuffer.wrap(bytes(zip, root + "data/" + key)).order(order);
                    return new Storage(type, checkedLength((Long) parts.get(4), type, data.capacity()), data);
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

    /** Pickles of a magic number, a version, facts about the writer, the state dict and the storages' keys; then data. */
    private static Object legacy(Path file) throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE) {
            throw new MalformedFileException("is larger than 2 GB in the format before PyTorch 1.6");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Function<Object, Object> none = id -> {
            throw new MalformedFileException("the head of the file refers to a storage");
        };
        Pickle.read(bytes, none);
        Object version = Pickle.read(bytes, none);
        if (!Long.valueOf(LEGACY_PROTOCOL).equals(version)) {
            throw new MalformedFileException("is no file of torch.save");
        }
        Pickle.read(bytes, none);
        Map<String, LaterStorage> storages = new LinkedHashMap<>();
        Object root = Pickle.read(bytes, id -> {
            List<?> parts = storageId(id);
            return storages.computeIfAbsent(
                    (String) parts.get(2), key -> new LaterStorage(StorageType.of(parts.get(1)), (Long) parts.get(4)));
        });
        for (Object key : (List<?>) Pickle.read(bytes, none)) {
            LaterStorage later = storages.get(key);
            if (later == null || bytes.remaining() < Long.BYTES) {
                throw new MalformedFileException("storage[" + key + "] is missing or was never named");
            }
            long length = bytes.getLong();
            long size = Math.multiplyExact(Math.max(length, 0), (long) later.type.bytes());
            if (length != later.length || size > bytes.remaining()) {
                throw new MalformedFileException("storage[" + key + "] says that it has [" + later.length
                        + "] values, then [" + length + "], and [" + bytes.remaining() + "] bytes are left");
            }
            ByteBuffer data = bytes.slice(bytes.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
            later.storage = new Storage(later.type, length, data);
            bytes.position(bytes.position() + (int) size);
        }
        return root;
    }

    private static List<?> storageId(Object id) {
        if (id instanceof List<?> parts && parts.size() >= 5 && "storage".equals(parts.get(0))) {
            return parts;
        }
        throw new MalformedFileException("the pickle refers to something that is no storage");
    }

    private static long checkedLength(long length, StorageType type, long bytes) {
        if (length < 0 || length > bytes / type.bytes()) {
            throw new MalformedFileException(
                    "a storage says that it has [" + length + "] values, but holds [" + bytes + "] bytes");
        }
        return length;
    }

    /** The dictionary of tensors; training scripts put it into another one. */
    private static Map<?, ?> stateDict(Object root) {
        if (root instanceof Map<?, ?> map) {
            for (String wrapper : WRAPPERS) {
                if (map.get(wrapper) instanceof Map<?, ?> inner && !inner.isEmpty()) {
                    return inner;
                }
            }
            return map;
        }
        throw new MalformedFileException("holds no dictionary");
    }

    private static TorchFile of(Map<?, ?> state) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        for (Map.Entry<?, ?> entry : state.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new MalformedFileException("a key is no name");
            }
            if (!(entry.getValue() instanceof Pickle.TensorView view)) {
                throw new MalformedFileException("key[" + key + "] is no tensor");
            }
            String name = key.startsWith(PARALLEL) ? key.substring(PARALLEL.length()) : key;
            Storage storage = view.storage() instanceof LaterStorage later ? later.storage : (Storage) view.storage();
            if (storage == null) {
                throw new MalformedFileException("tensor[" + name + "] has no values in the file");
            }
            if (storage.type().isFloatingPoint()) {
                tensors.put(name, tensor(name, view, storage));
            } else {
                skipped.add(name);
            }
        }
        return new TorchFile(new Weights(tensors), skipped);
    }

    private static NamedTensor tensor(String name, Pickle.TensorView view, Storage storage) {
        int rank = view.sizes().size();
        long size = 1;
        long last = view.offset();
        boolean inside = view.strides().size() == rank && view.offset() >= 0;
        for (int i = 0; i < rank && inside; i++) {
            long dim = view.sizes().get(i);
            long stride = view.strides().get(i);
            inside = dim >= 1 && dim <= storage.length() && stride >= 0 && stride <= storage.length();
            size = inside ? size * dim : size;
            last += inside ? (dim - 1) * stride : 0;
            inside &= size <= storage.length() && last < storage.length();
        }
        if (!inside || last >= storage.length()) {
            throw new MalformedFileException("tensor[" + name + "] has sizes" + view.sizes() + " and strides"
                    + view.strides() + " from value[" + view.offset() + "], which its storage of [" + storage.length()
                    + "] values does not hold");
        }
        float[] values = new float[(int) size];
        long[] index = new long[rank];
        for (int i = 0; i < values.length; i++) {
            long at = view.offset();
            for (int d = 0; d < rank; d++) {
                at += index[d] * view.strides().get(d);
            }
            values[i] = storage.type().value(storage.data(), at);
            for (int d = rank - 1; d >= 0 && ++index[d] == view.sizes().get(d); d--) {
                index[d] = 0;
            }
        }
        Shape shape = new Shape(view.sizes().stream().map(Math::toIntExact).toList());
        return new NamedTensor(shape, values);
    }
}
