package org.fpn4j.interop.torch;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle as numbers and texts; lengths are compared with what is left before anything is made of them. */
final class PickleInput {
    private static final int MOST_DIGITS = 10_000;

    private final ByteBuffer bytes;

    PickleInput(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes from the start of the buffer. */
    int position() {
        return bytes.position();
    }

    int byteValue() {
        return bytes.get() & 0xff;
    }

    int shortValue() {
        return bytes.getShort() & 0xffff;
    }

    int intValue() {
        return bytes.getInt();
    }

    long unsignedInt() {
        return bytes.getInt() & 0xffffffffL;
    }

    long longValue() {
        return bytes.getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** Passes over some bytes. */
    void skip(long length) {
        bytes.position(bytes.position() + checked(length));
    }

    String text(long length) {
        return new String(array(length), StandardCharsets.UTF_8);
    }

    /** Up to the end of the line. */
    String line() {
        return line(StandardCharsets.UTF_8);
    }

    private String line(Charset charset) {
        int start = bytes.position();
        while (bytes.get() != '\n') {
            // further
        }
        byte[] line = new byte[bytes.position() - 1 - start];
        bytes.get(start, line);
        return new String(line, charset);
    }

    /** A line that Python 2 wrote as it prints a string, or Python 3 with its raw escapes; quotes around it do not count. */
    String escapedLine(boolean quoted) {
        String line = line(StandardCharsets.ISO_8859_1);
        if (quoted) {
            line = line.substring(1, line.length() - 1);
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at++);
            char escape = c == '\\' ? line.charAt(at++) : 0;
            int digits =
                    switch (escape) {
                        case 'x' -> 2;
                        case 'u' -> 4;
                        case 'U' -> 8;
                        default -> 0;
                    };
            if (digits > 0) {
                text.appendCodePoint(Integer.parseInt(line.substring(at, at + digits), 16));
                at += digits;
            } else {
                text.append(
                        switch (escape) {
                            case 0 -> c;
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> escape;
                        });
            }
        }
        return text.toString();
    }

    /** A little-endian integer of some bytes; beyond 64 bits a {@link BigInteger}. */
    Object integer(long length) {
        byte[] littleEndian = array(length);
        byte[] bigEndian = new byte[Math.max(littleEndian.length, 1)];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[littleEndian.length - 1 - i] = littleEndian[i];
        }
        return number(new BigInteger(bigEndian));
    }

    /** An integer of decimal digits; two of them are truth values. */
    Object decimal() {
        String digits = line();
        if (digits.length() > MOST_DIGITS) { // the time that they take grows with the square of their number
            throw new MalformedFileException("the pickle has a number of [" + digits.length() + "] digits");
        }
        if (digits.equals("00") || digits.equals("01")) {
            return digits.equals("01");
        }
        return number(new BigInteger(digits.endsWith("L") ? digits.substring(0, digits.length() - 1) : digits));
    }

    private static Object number(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private byte[] array(long length) {
        byte[] array = new byte[checked(length)];
        bytes.get(array);
        return array;
    }

    private int checked(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedFileException("the pickle says that a value has [" + length + "] bytes, but ["
                    + bytes.remaining() + "] are left");
        }
        return (int) length;
    }
}
