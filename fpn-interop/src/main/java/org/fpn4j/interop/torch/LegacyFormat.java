package org.fpn4j.interop.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code torch.save} before PyTorch 1.6: pickles of a magic number, a version, facts about the writer, what was saved and the
 * storages' keys, one behind the other; then each storage's length and values.
 */
final class LegacyFormat {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    /** A storage that is named before its values are read. */
    static final class LaterStorage {
        private final StorageType type;
        private final long length;
        private Storage storage;

        LaterStorage(StorageType type, long length) {
            this.type = type;
            this.length = length;
        }

        Optional<Storage> storage() {
            return Optional.ofNullable(storage);
        }
    }

    private LegacyFormat() {}

    /** The value that was saved; a {@link PickleGlobals.TensorView} stands on a {@link LaterStorage}. */
    static Object read(Path file) throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE) {
            throw new MalformedFileException("is larger than 2 GB in the format before PyTorch 1.6");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Function<Object, Object> none = id -> {
            throw new MalformedFileException("the head of the file refers to a storage");
        };
        Object first = Pickle.read(bytes, none);
        if (!MAGIC.equals(first)) {
            throw new MalformedFileException(
                    "is a pickle" + (first instanceof Opaque ? " of " + first : "") + ", but no file of torch.save");
        }
        if (!Long.valueOf(PROTOCOL).equals(Pickle.read(bytes, none))) {
            throw new MalformedFileException("is no file of torch.save");
        }
        Pickle.read(bytes, none);
        Map<String, LaterStorage> storages = new LinkedHashMap<>();
        Object root = Pickle.read(bytes, id -> named(id, storages));
        for (Object key : (List<?>) Pickle.read(bytes, none)) {
            fill((String) key, storages, bytes);
        }
        return root;
    }

    private static Object named(Object id, Map<String, LaterStorage> storages) {
        Optional<StorageId> found = StorageId.of(id);
        if (found.isEmpty()) {
            return new Opaque("persistent id");
        }
        StorageId storage = found.get();
        StorageType type = storage.type()
                .orElseThrow(() -> new MalformedFileException(
                        "holds values of [" + storage.typeName() + "], whose size is not known here"));
        return storages.computeIfAbsent(storage.key(), key -> new LaterStorage(type, storage.length()));
    }

    private static void fill(String key, Map<String, LaterStorage> storages, ByteBuffer bytes) {
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
}
