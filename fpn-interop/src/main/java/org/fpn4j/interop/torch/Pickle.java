package org.fpn4j.interop.torch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fpn4j.core.memory.HeapBudget.Growth;

/**
 * Reads a pickle (protocols 0 to 5) of plain values, dictionaries and tensors among whatever else a training saves. A pickle
 * is a program; this reader follows all of its instructions with values of this package, and calls nothing: what a name on
 * the list of {@link PickleGlobals} makes is made here, everything else is {@link Opaque} and stays so.
 *
 * <p>Dictionaries become {@link LinkedHashMap}, lists and tuples {@link List}, integers {@link Long} or, beyond 64 bits, {@link
 * java.math.BigInteger}, {@code None} {@code null}; sets and bytes are opaque.
 */
final class Pickle {
    private static final long INSTRUCTION =
            96; // bytes of the largest thing that one makes, an empty dictionary remembered
    private static final Object MARK = new Object();

    private final PickleInput in;
    private final Function<Object, Object> persistent;
    private final Growth growth;
    private final PickleGlobals globals;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Pickle(ByteBuffer bytes, Function<Object, Object> persistent, Growth growth) {
        this.in = new PickleInput(bytes);
        this.persistent = persistent;
        this.growth = growth;
        this.globals = new PickleGlobals(bytes.remaining());
    }

    /**
     * Reads one pickle; the buffer's position is behind it afterwards.
     *
     * @param persistent what a persistent id stands for
     * @param growth of the values
     * @throws MalformedFileException where it is no pickle, or ends too early
     */
    static Object read(ByteBuffer bytes, Function<Object, Object> persistent, Growth growth) {
        try {
            return new Pickle(bytes, persistent, growth).run();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | NumberFormatException e) {
            throw new MalformedFileException("the pickle is cut short or damaged", e);
        }
    }

    private Object run() {
        int begun = in.position();
        for (int code = in.byteValue(); code != '.'; code = in.byteValue()) {
            growth.add(INSTRUCTION + 2L * (in.position() - begun));
            begun = in.position();
            if (!number(code) && !text(code) && !container(code) && !remember(code) && !object(code)) {
                throw new MalformedFileException("the pickle has instruction[0x" + Integer.toHexString(code)
                        + "], which no version of Python writes");
            }
        }
        return pop();
    }

    /** Constants and numbers, and the instructions about the stack itself. */
    private boolean number(int code) {
        switch (code) {
            case 0x80 -> in.skip(1); // protocol
            case 0x95 -> in.skip(8); // length of a frame
            case '(' -> stack.add(MARK);
            case '0' -> pop();
            case '1' -> toMark();
            case '2' -> stack.add(top());
            case 'N' -> stack.add(null);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add((long) in.byteValue());
            case 'M' -> stack.add((long) in.shortValue());
            case 'J' -> stack.add((long) in.intValue());
            case 'I', 'L' -> stack.add(in.decimal());
            case 0x8a -> stack.add(in.integer(in.byteValue()));
            case 0x8b -> stack.add(in.integer(in.intValue()));
            case 'F' -> {
                in.line();
                stack.add(new Opaque("float")); // nothing here needs its value
            }
            case 'G' -> stack.add(in.bigEndianDouble());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int code) {
        switch (code) {
            case 'X' -> stack.add(in.text(in.unsignedInt()));
            case 0x8c -> stack.add(in.text(in.byteValue()));
            case 0x8d -> stack.add(in.text(in.longValue()));
            case 'V' -> stack.add(in.escapedLine(false));
            case 'S' -> stack.add(in.escapedLine(true)); // Python 2's strings are names
            case 'T' -> stack.add(in.text(in.intValue()));
            case 'U' -> stack.add(in.text(in.byteValue()));
            case 'B' -> bytes(in.unsignedInt());
            case 'C' -> bytes(in.byteValue());
            case 0x8e, 0x96 -> bytes(in.longValue());
            case 0x97 -> stack.add(new Opaque("buffer"));
            case 0x98 -> top(); // makes a buffer read-only
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case ')' -> stack.add(List.of());
            case ']' -> stack.add(new ArrayList<>());
            case '}' -> stack.add(new LinkedHashMap<>());
            case 0x8f -> stack.add(new Opaque("set"));
            case 't', 'l' -> stack.add(toMark());
            case 'd' -> {
                List<Object> pairs = toMark();
                stack.add(new LinkedHashMap<>());
                put(pairs);
            }
            case 0x91 -> {
                toMark();
                stack.add(new Opaque("frozenset"));
            }
            case 0x85 -> stack.add(last(1));
            case 0x86 -> stack.add(last(2));
            case 0x87 -> stack.add(last(3));
            case 'a' -> append(last(1));
            case 'e', 0x90 -> append(toMark());
            case 's' -> put(last(2));
            case 'u' -> put(toMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean remember(int code) {
        switch (code) {
            case 'p' -> memo.put(Long.parseLong(in.line()), top());
            case 'q' -> memo.put((long) in.byteValue(), top());
            case 'r' -> memo.put(in.unsignedInt(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'g' -> stack.add(remembered(Long.parseLong(in.line())));
            case 'h' -> stack.add(remembered(in.byteValue()));
            case 'j' -> stack.add(remembered(in.unsignedInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Names, and what is made by calling them. */
    private boolean object(int code) {
        switch (code) {
            case 'c' -> stack.add(PickleGlobals.named(in.line(), in.line()));
            case 0x93 -> {
                List<Object> names = last(2);
                stack.add(PickleGlobals.named((String) names.get(0), (String) names.get(1)));
            }
            case 0x82 -> extension(in.byteValue());
            case 0x83 -> extension(in.shortValue());
            case 0x84 -> extension(in.intValue());
            case 'P' -> {
                in.line();
                stack.add(new Opaque("persistent id"));
            }
            case 'Q' -> stack.add(persistent.apply(pop()));
            case 'R', 0x81 -> call(last(2)); // a function, or a class
            case 0x92 -> call(last(3)); // a class with named arguments
            case 'i' -> {
                Object type = PickleGlobals.named(in.line(), in.line());
                stack.add(globals.call(type, toMark()));
            }
            case 'o' -> {
                List<Object> all = toMark();
                stack.add(globals.call(all.get(0), all.subList(1, all.size())));
            }
            case 'b' -> pop(); // attributes of an object: nothing here needs them
            default -> {
                return false;
            }
        }
        return true;
    }

    private void call(List<Object> call) {
        stack.add(globals.call(call.get(0), (List<?>) call.get(1)));
    }

    private void extension(int number) {
        stack.add(new Opaque("extension " + number));
    }

    private void bytes(long length) {
        in.skip(length);
        stack.add(new Opaque("bytes"));
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
        if (!(top() instanceof Opaque)) {
            ((List<Object>) top()).addAll(values);
        }
    }

    @SuppressWarnings("unchecked") // dictionaries on the stack are made here, of objects
    private void put(List<Object> pairs) {
        if (top() instanceof Opaque) {
            return;
        }
        Map<Object, Object> dictionary = (Map<Object, Object>) top();
        for (int i = 0; i < pairs.size(); i += 2) {
            dictionary.put(PickleGlobals.key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    private Object remembered(long key) {
        if (!memo.containsKey(key)) {
            throw new MalformedFileException("the pickle asks for value[" + key + "], which it never stored");
        }
        return memo.get(key);
    }
}
