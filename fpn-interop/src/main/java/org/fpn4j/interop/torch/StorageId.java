package org.fpn4j.interop.torch;

import java.util.List;
import java.util.Optional;

/**
 * What a pickle says of a storage in its persistent id: {@code ("storage", type, key, device, length)}.
 *
 * @param type empty: of values that no weight here has, such as complex ones
 * @param typeName as the pickle has it
 * @param key by which the file names the values
 * @param length in values
 */
record StorageId(Optional<StorageType> type, String typeName, String key, long length) {
    /** Empty where an id is another object's: a whole module of the format before PyTorch 1.6 has one, too. */
    static Optional<StorageId> of(Object id) {
        if (!(id instanceof List<?> parts) || parts.size() < 5 || !"storage".equals(parts.get(0))) {
            return Optional.empty();
        }
        if (parts.size() > 5 && parts.get(5) != null) {
            throw new MalformedFileException("a storage is a part of another, as PyTorch before 0.4 wrote it");
        }
        String name =
                parts.get(1) instanceof PickleGlobals.Global known ? known.name() : ((Opaque) parts.get(1)).what();
        return Optional.of(
                new StorageId(StorageType.of(parts.get(1)), name, (String) parts.get(2), (Long) parts.get(4)));
    }
}
