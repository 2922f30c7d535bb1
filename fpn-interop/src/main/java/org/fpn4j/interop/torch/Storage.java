package org.fpn4j.interop.torch;

/**
 * Raw values that tensors are views of, as a pickle names them. They lie in the file until somebody asks for them.
 *
 * @param key by which the file names the values
 * @param length in values
 */
record Storage(StorageType type, String key, long length) {
    /** Length in the file; the format has made sure that it holds as many. */
    long bytes() {
        return Math.multiplyExact(length, (long) type.bytes());
    }
}
