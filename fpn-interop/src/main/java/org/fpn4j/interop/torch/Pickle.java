package org.fpn4j.interop.torch;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a pickle (protocols 2 to 5) of plain values, ordered dictionaries and tensors. A pickle is a program; this reader
 * knows the few instructions that make such values, and a global name that is not on its list ends the reading. A name on the
 * list makes a value of this package, never a call.
 *
 * <p>Dictionaries become {@link LinkedHashMap}, lists and tuples {@link List}, integers {@link Long}, {@code None} {@code
 * null}.
 */
final class Pickle {
    /** The names that may stand in a state dict, as {@code module.name}. */
    private static final Set<String> ALLOWED = Set.of(
            "collections.OrderedDict",
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_parameter",
            "torch.Size",
            "torch.FloatStorage",
            "torch.DoubleStorage",
            "torch.HalfStorage",
            "torch.BFloat16Storage",
            "torch.LongStorage",
            "torch.IntStorage",
            "torch.ShortStorage",
            "torch.CharStorage",
            "torch.ByteStorage",
            "torch.BoolStorage");

    private static final Object MARK = new Object();

    /** A name on the list, met in a pickle. */
    record Global(String name) {}

    /**
     * A tensor: a view of a storage.
     *
     * @param storage what the persistent id led to
     * @param offset in values
     */
    record TensorView(Object storage, long offset, List<Long> sizes, List<Long> strides) {}

    private final ByteBuffer bytes;
    private final Function<Object, Object> persistent;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Pickle(ByteBuffer bytes, Function<Object, Object> persistent) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.persistent = persistent;
    }

    /**
     * Reads one pickle; the buffer's position is behind it afterwards.
     *
     * @param persistent what a persistent id stands for
     * @throws MalformedFileException where it holds something that no state dict holds, or ends too early
     */
    static Object read(ByteBuffer bytes, Function<Object, Object> persistent) {
        try {
            return new Pickle(bytes, persistent).run();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException e) {
            throw new MalformedFileException("the pickle is cut short or damaged", e);
        }
    }

    private Object run() {
        while (true) {
            int code = bytes.get() & 0xff;
            switch (code) {
                case 0x80 -> bytes.get(); // PROTO
                case 0x95 -> bytes.getLong(); // FRAME
                case '.' -> {
                    return pop();
                }
                case '(' -> stack.add(MARK);
                case '0' -> pop();
                case 'N' -> stack.add(null);
                case 0x88 -> stack.add(true);
                case 0x89 -> stack.add(false);
                case 'K' -> stack.add((long) (bytes.get() & 0xff));
                case 'M' -> stack.add((long) (bytes.getShort() & 0xffff));
                case 'J' -> stack.add((long) bytes.getInt());
                case 0x8a -> stack.add(integer(bytes.get() & 0xff));
                case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
                case 'X' -> stack.add(text(bytes.getInt()));
                case 0x8c -> stack.add(text(bytes.get() & 0xff));
                case ')' -> stack.add(List.of());
                case ']' -> stack.add(new ArrayList<>());
                case '}' -> stack.add(new LinkedHashMap<>());
                case 't' -> stack.add(toMark());
                case 0x85 -> stack.add(last(1));
                case 0x86 -> stack.add(last(2));
                case 0x87 -> stack.add(last(3));
                case 'a' -> append(last(1));
                case 'e' -> append(toMark());
                case 's' -> put(last(2));
                case 'u' -> put(toMark());
                case 'q' -> memo.put((long) (bytes.get() & 0xff), top());
                case 'r' -> memo.put(bytes.getInt() & 0xffffffffL, top());
                case 0x94 -> memo.put((long) memo.size(), top());
                case 'h' -> stack.add(remembered(bytes.get() & 0xff));
                case 'j' -> stack.add(remembered(bytes.getInt() & 0xffffffffL));
                case 'c' -> stack.add(global(line(), line()));
                case 0x93 -> {
                    List<Object> names = last(2);
                    stack.add(global((String) names.get(0), (String) names.get(1)));
                }
                case 'Q' -> stack.add(persistent.apply(pop()));
                case 'R' -> {
                    List<Object> call = last(2);
                    stack.add(make(call.get(0), list(call.get(1))));
                }
                case 'b' -> pop(); // attributes of an ordered dictionary: metadata that nothing here needs
                default -> throw new MalformedFileException(
                        "the pickle has instruction[0x" + Integer.toHexString(code) + "], which no state dict needs");
            }
        }
    }

    private static Global global(String module, String name) {
        String full = module + "." + name;
        if (!ALLOWED.contains(full)) {
            throw new MalformedFileException(
                    "the pickle names global[" + full + "], which a state dict does not need; nothing was executed");
        }
        return new Global(full);
    }

    private static Object make(Object callee, List<?> arguments) {
        String name = ((Global) callee).name();
        return switch (name) {
            case "collections.OrderedDict" -> dictionary(arguments);
            case "torch._utils._rebuild_tensor_v2" -> new TensorView(
                    arguments.get(0), (Long) arguments.get(1), numbers(arguments.get(2)), numbers(arguments.get(3)));
            case "torch._utils._rebuild_parameter" -> arguments.get(0);
            case "torch.Size" -> list(arguments.get(0));
            default -> throw new MalformedFileException("the pickle calls global[" + name + "], which is no function");
        };
    }

    private static Map<Object, Object> dictionary(List<?> arguments) {
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : list(arguments.get(0))) {
                dictionary.put(key(list(pair).get(0)), list(pair).get(1));
            }
        }
        return dictionary;
    }

    /** Only names and numbers: the hash of a list that holds itself would never end. */
    private static Object key(Object value) {
        if (value instanceof String || value instanceof Long) {
            return value;
        }
        throw new MalformedFileException("a dictionary has a key that is neither a name nor a number");
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static List<Long> numbers(Object value) {
        return list(value).stream().map(Long.class::cast).toList();
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    /** Takes the last values off the stack, in their order. */
    private List<Object> last(int count) {
        List<Object> end = stack.subList(stack.size() - count, stack.size());
        List<Object> taken = new ArrayList<>(end);
        end.clear();
        return taken;
    }

    private List<Object> toMark() {
        int mark = stack.size() - 1;
        while (stack.get(mark) != MARK) {
            mark--;
        }
        List<Object> taken = last(stack.size() - mark - 1);
        pop();
        return taken;
    }

    @SuppressWarnings("unchecked") // lists on the stack are made here, of objects
    private void append(List<Object> values) {
        ((List<Object>) top()).addAll(values);
    }

    @SuppressWarnings("unchecked") // dictionaries on the stack are made here, of objects
    private void put(List<Object> pairs) {
        Map<Object, Object> dictionary = (Map<Object, Object>) top();
        for (int i = 0; i < pairs.size(); i += 2) {
            dictionary.put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    private Object remembered(long key) {
        if (!memo.containsKey(key)) {
            throw new MalformedFileException("the pickle asks for value[" + key + "], which it never stored");
        }
        return memo.get(key);
    }

    private String text(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedFileException("the pickle says that a string has [" + length + "] bytes, but ["
                    + bytes.remaining() + "] are left");
        }
        byte[] utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) bytes.get(); c != '\n'; c = (char) bytes.get()) {
            line.append(c);
        }
        return line.toString();
    }

    /** A little-endian integer of some bytes; state dicts have none beyond 64 bits but the magic number of old files. */
    private Object integer(int length) {
        byte[] littleEndian = new byte[length];
        bytes.get(littleEndian);
        byte[] bigEndian = new byte[Math.max(length, 1)];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = littleEndian[i];
        }
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
