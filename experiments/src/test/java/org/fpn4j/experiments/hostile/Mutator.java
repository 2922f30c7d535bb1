package org.fpn4j.experiments.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes valid files as accidents and attackers do: bytes that flip, vanish, repeat; files that end early or go on as
 * another; numbers at their limits; and in texts (JSON, YAML, XML) values and names in places where nobody expects them.
 */
final class Mutator {
    private static final long[] LIMITS = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        32767,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 31,
        1 << 24
    };

    /** A text, a number, or a word, as JSON, YAML and XML have them. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?\\d++(?:\\.\\d++)?(?:[eE][-+]?\\d++)?|[A-Za-z_][\\w./-]*+");

    private static final Pattern PAIR = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"\\s*+:\\s*+[^,\\[\\]{}\\n]++,");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "0",
            "-1",
            "1",
            "NaN",
            "Infinity",
            "-Infinity",
            ".nan",
            "1e308",
            "1e999",
            "-0.0",
            "1e-400",
            "9223372036854775807",
            "99999999999999999999999999",
            "2147483648",
            "16777217",
            "1000000",
            "[null]",
            "{\"a\": {}}",
            "\"\\u0000\"",
            "\"../../x\"",
            "\"/etc/passwd\"",
            "\"a\\nb\"",
            "\"\ud83d\ude00\"",
            "~",
            "!!binary x",
            "&a [*a]",
            "*a",
            "# c",
            "%YAML 1.2",
            "---",
            "|",
            ">",
            "? a",
            "- 1",
            "a: b: c",
            "\t",
            "&x;",
            "<a/>",
            "<![CDATA[",
            "-->",
            "01",
            "0x10",
            "1_000",
            "yes",
            "2001-01-01",
            "\u0000",
            "\uFEFF",
            "1:30");

    private final SplittableRandom random;

    Mutator(SplittableRandom random) {
        this.random = random;
    }

    /**
     * One to four changes, one after the other.
     *
     * @param other a file to splice with
     */
    byte[] mutated(byte[] valid, byte[] other) {
        boolean text = isText(valid);
        byte[] bytes = valid;
        int changes = 1 + random.nextInt(random.nextInt(4) + 1);
        for (int i = 0; i < changes; i++) {
            bytes = text && random.nextInt(3) > 0 ? textChanged(bytes) : bytesChanged(bytes, other);
        }
        return bytes;
    }

    private static boolean isText(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 64); i++) {
            if (bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private byte[] bytesChanged(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other.clone();
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(9)) {
            case 0 -> flipped(bytes, at);
            case 1 -> replaced(bytes, at, 1, new byte[] {(byte) random.nextInt()});
            case 2 -> replaced(bytes, at, length, new byte[0]);
            case 3 -> replaced(bytes, at, 0, noise(length));
            case 4 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> spliced(bytes, at, other);
            case 7 -> limit(bytes, at);
            default -> repeated(bytes, at, length);
        };
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(bytes, 0, at);
        result.writeBytes(by);
        result.write(bytes, at + length, bytes.length - at - length);
        return result.toByteArray();
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] result = bytes.clone();
        result[at] ^= (byte) (1 << random.nextInt(8));
        return result;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) random.nextInt();
        }
        return noise;
    }

    private byte[] spliced(byte[] bytes, int at, byte[] other) {
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        return replaced(bytes, at, bytes.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    /** A number of 1 to 8 bytes at its limit, in either order of bytes. */
    private byte[] limit(byte[] bytes, int at) {
        long value = LIMITS[random.nextInt(LIMITS.length)];
        int width = Math.min(1 << random.nextInt(4), bytes.length - at);
        boolean bigEndian = random.nextBoolean();
        byte[] result = bytes.clone();
        for (int i = 0; i < width; i++) {
            result[bigEndian ? at + width - 1 - i : at + i] = (byte) (value >> (8 * i));
        }
        return result;
    }

    /** A stretch many times over, as instructions that multiply things are. */
    private byte[] repeated(byte[] bytes, int at, int length) {
        byte[] stretch = Arrays.copyOfRange(bytes, at, at + length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 1 << random.nextInt(12); i++) {
            all.writeBytes(stretch);
        }
        return replaced(bytes, at, 0, all.toByteArray());
    }

    private byte[] textChanged(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<int[]> tokens = places(TOKEN, text);
        if (tokens.isEmpty()) {
            return bytesChanged(bytes, bytes);
        }
        int[] token = tokens.get(random.nextInt(tokens.size()));
        String changed =
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> replaced(text, token, VALUES.get(random.nextInt(VALUES.size())));
                    case 3 -> replaced(text, token, otherToken(text, tokens));
                    case 4 -> replaced(text, token, nested());
                    case 5 -> replaced(text, token, "\"" + "long ".repeat(1 << random.nextInt(16)) + "\"");
                    case 6 -> doubled(text);
                    default -> replaced(text, token, "");
                };
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    private static List<int[]> places(Pattern pattern, String text) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        return places;
    }

    private static String replaced(String text, int[] place, String by) {
        return text.substring(0, place[0]) + by + text.substring(place[1]);
    }

    private String otherToken(String text, List<int[]> tokens) {
        int[] other = tokens.get(random.nextInt(tokens.size()));
        return text.substring(other[0], other[1]);
    }

    private String nested() {
        int depth = 1 << random.nextInt(17);
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(depth) + "]".repeat(depth);
            case 1 -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            case 2 -> "[".repeat(depth);
            default -> "<a>".repeat(depth) + "</a>".repeat(depth);
        };
    }

    /** A key that stands twice, or a line. */
    private String doubled(String text) {
        List<int[]> pairs = places(PAIR, text);
        if (pairs.isEmpty()) {
            int line = text.indexOf('\n', random.nextInt(text.length()));
            int end = line < 0 ? -1 : text.indexOf('\n', line + 1);
            return end < 0 ? text + text : text.substring(0, end) + text.substring(line);
        }
        int[] pair = pairs.get(random.nextInt(pairs.size()));
        return text.substring(0, pair[1]) + text.substring(pair[0]);
    }
}
