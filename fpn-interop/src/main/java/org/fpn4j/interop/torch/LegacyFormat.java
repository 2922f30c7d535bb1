package org.fpn4j.interop.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fpn4j.core.memory.HeapBudget.Growth;

/**
 * {@code torch.save} before PyTorch 1.6: pickles of a magic number, a version, facts about the writer, what was saved and the
 * storages' keys, one behind the other; then each storage's length and values.
 */
final class LegacyFormat implements SavedFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> values = new LinkedHashMap<>();
    private final Object root;

    LegacyFormat(Path file) throws IOException {
        ByteBuffer bytes = mapped(file);
        Growth growth = new Growth(file.toString(), "values of the pickle");
        Function<Object, Object> none = id -> {
            throw new MalformedFileException("the head of the file refers to a storage");
        };
        Object first = Pickle.read(bytes, none, growth);
        if (!MAGIC.equals(first)) {
            throw new MalformedFileException(
                    "is a pickle" + (first instanceof Opaque ? " of " + first : "") + ", but no file of torch.save");
        }
        if (!Long.valueOf(PROTOCOL).equals(Pickle.read(bytes, none, growth))) {
            throw new MalformedFileException("is no file of torch.save");
        }
        Pickle.read(bytes, none, growth);
        this.root = Pickle.read(bytes, this::named, growth);
        for (Object key : (List<?>) Pickle.read(bytes, none, growth)) {
            fill((String) key, bytes);
        }
    }

    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new MalformedFileException("is larger than 2 GB in the format before PyTorch 1.6");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public ByteBuffer values(Storage storage) {
        ByteBuffer found = values.get(storage.key());
        if (found == null) {
            throw new MalformedFileException("storage[" + storage.key() + "] has no values in the file");
        }
        return found;
    }

    @Override
    public long heap(Storage storage) {
        return 0; // the file is mapped
    }

    @Override
    public void close() {
        // the mapping goes with the last buffer on it
    }

    private Object named(Object id) {
        Optional<StorageId> found = StorageId.of(id);
        if (found.isEmpty()) {
            return new Opaque("persistent id");
        }
        StorageId storage = found.get();
        StorageType type = storage.type()
                .orElseThrow(() -> new MalformedFileException(
                        "holds values of [" + storage.typeName() + "], whose size is not known here"));
        return storages.computeIfAbsent(storage.key(), key -> new Storage(type, key, storage.length()));
    }

    private void fill(String key, ByteBuffer bytes) {
        Storage later = storages.get(key);
        if (later == null || bytes.remaining() < Long.BYTES) {
            throw new MalformedFileException("storage[" + key + "] is missing or was never named");
        }
        long length = bytes.getLong();
        long size = Math.multiplyExact(Math.max(length, 0), (long) later.type().bytes());
        if (length != later.length() || size > bytes.remaining()) {
            throw new MalformedFileException("storage[" + key + "] says that it has [" + later.length()
                    + "] values, then [" + length + "], and [" + bytes.remaining() + "] bytes are left");
        }
        values.put(key, bytes.slice(bytes.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN));
        bytes.position(bytes.position() + (int) size);
    }
}
