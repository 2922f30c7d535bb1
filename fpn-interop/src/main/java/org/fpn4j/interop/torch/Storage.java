package org.fpn4j.interop.torch;

import java.nio.ByteBuffer;

/** Raw values that tensors are views of. */
record Storage(StorageType type, long length, ByteBuffer data) {}
