package org.fpn4j.data.dicom;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.data.image.ContentStream;

/**
 * Reads a file up to its pixels (PS3.10, 7; PS3.5, 7): the preamble and the file's own group, which both may be missing, and the
 * data set.
 */
final class DataSetReader {
    private static final int PREAMBLE_BYTES = 128;
    private static final int MOST_VALUE_BYTES = 1 << 18; // a table of 65536 words is half of it
    private static final int META_GROUP = 0x0002;

    private DataSetReader() {}

    /**
     * Reads from the start of a stream.
     *
     * @param where for messages about memory
     * @throws IOException where the file is broken, or written in a way that is not known
     */
    static DicomFile read(String where, ImageInputStream file) throws IOException {
        file.seek(hasPreamble(file) ? PREAMBLE_BYTES + 4 : 0);
        TransferSyntax syntax = syntax(meta(file));
        ImageInputStream stream = file;
        Optional<byte[]> inflated = Optional.empty();
        if (syntax == TransferSyntax.DEFLATED) {
            byte[] plain = inflate(where, file);
            inflated = Optional.of(plain);
            stream = new ContentStream(plain);
        }
        ByteOrder order = order(stream, syntax);
        ElementReader reader = new ElementReader(stream, order, ElementReader.looksExplicit(stream));
        DataSet set = new DataSet(order);
        for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
            Element element = next.get();
            if (element.tag() == Tag.PIXEL_DATA) {
                return new DicomFile(syntax, set, element, inflated);
            }
            if (element.tag() == Tag.FLOAT_PIXELS || element.tag() == Tag.DOUBLE_PIXELS) {
                throw new IOException("its pixels are floating point numbers, which are not read");
            }
            take(reader, element, set);
        }
        throw new IOException("it is a DICOM file without Pixel Data");
    }

    private static boolean hasPreamble(ImageInputStream file) throws IOException {
        byte[] start = new byte[PREAMBLE_BYTES + 4];
        int read = file.read(start);
        return read == start.length && new String(start, PREAMBLE_BYTES, 4, StandardCharsets.ISO_8859_1).equals("DICM");
    }

    /** The file's own group, always little endian; the stream stands behind it then. */
    private static DataSet meta(ImageInputStream file) throws IOException {
        DataSet meta = new DataSet(ByteOrder.LITTLE_ENDIAN);
        ElementReader reader = new ElementReader(file, ByteOrder.LITTLE_ENDIAN, ElementReader.looksExplicit(file));
        while (true) {
            long position = reader.position();
            if (file.length() - position < 2 || file.readUnsignedShort() != META_GROUP) {
                file.seek(position);
                return meta;
            }
            file.seek(position);
            take(reader, reader.needed(), meta);
        }
    }

    private static TransferSyntax syntax(DataSet meta) throws IOException {
        String uid = meta.text(Tag.TRANSFER_SYNTAX);
        return uid.isEmpty() ? TransferSyntax.IMPLICIT : TransferSyntax.of(uid);
    }

    /** Files without a transfer syntax may be big endian: their first group is small, whichever way it is written. */
    private static ByteOrder order(ImageInputStream stream, TransferSyntax syntax) throws IOException {
        if (syntax == TransferSyntax.BIG_ENDIAN) {
            return ByteOrder.BIG_ENDIAN;
        }
        long position = stream.getStreamPosition();
        boolean big = false;
        if (syntax == TransferSyntax.IMPLICIT && stream.length() - position >= 2) {
            stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            int group = stream.readUnsignedShort();
            big = (group >> 8) != 0 && (group & 0xFF) == 0;
            stream.seek(position);
        }
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Keeps the value of an element that is wanted, and stands behind it. */
    private static void take(ElementReader reader, Element element, DataSet set) throws IOException {
        if (Tag.SEQUENCES.contains(element.tag())) {
            reader.inside(element, () -> takeFirstItem(reader, element, set));
        } else if (Tag.VALUES.contains(element.tag()) && element.length() <= MOST_VALUE_BYTES) {
            set.put(element.tag(), reader.value(element));
        } else {
            reader.skip(element);
        }
    }

    private static void takeFirstItem(ElementReader reader, Element sequence, DataSet set) throws IOException {
        long end = sequence.hasLength() ? sequence.position() + sequence.length() : Long.MAX_VALUE;
        boolean first = true;
        while (reader.position() < end) {
            Element item = reader.needed();
            if (item.tag() == Tag.SEQUENCE_END) {
                return;
            }
            ElementReader.requireItem(item);
            DataSet values = new DataSet(reader.order());
            long itemEnd = item.hasLength() ? item.position() + item.length() : Long.MAX_VALUE;
            while (reader.position() < itemEnd) {
                Element inner = reader.needed();
                if (inner.tag() == Tag.ITEM_END) {
                    break;
                }
                boolean wanted = inner.tag() == Tag.LUT_DESCRIPTOR || inner.tag() == Tag.LUT_DATA;
                if (wanted && inner.length() <= MOST_VALUE_BYTES) {
                    values.put(inner.tag(), reader.value(inner));
                } else {
                    reader.skip(inner);
                }
            }
            if (first) {
                set.put(sequence.tag(), values);
            }
            first = false;
        }
    }

    /** What follows the file's own group is a raw stream of deflated bytes (PS3.5, A.5). */
    private static byte[] inflate(String where, ImageInputStream file) throws IOException {
        HeapBudget.Growth growth = new HeapBudget.Growth(where, "bytes of the inflated data set");
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        Inflater inflater = new Inflater(/* nowrap= */ true);
        byte[] packed = new byte[1 << 15];
        byte[] block = new byte[1 << 16];
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int read = file.read(packed);
                    if (read < 0) {
                        throw new EOFException();
                    }
                    inflater.setInput(packed, 0, read);
                }
                int length = inflater.inflate(block);
                if (length == 0 && inflater.needsDictionary()) {
                    throw new IOException("its deflated data set needs a dictionary");
                }
                growth.add(length);
                plain.write(block, 0, length);
            }
            return plain.toByteArray();
        } catch (DataFormatException e) {
            throw new IOException("its deflated data set is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
