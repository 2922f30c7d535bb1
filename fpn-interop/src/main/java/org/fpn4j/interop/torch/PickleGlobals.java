package org.fpn4j.interop.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a name in a pickle stands for. Those on the list make values of this package; every other name, and whatever is made
 * by calling it, is {@link Opaque}. None is ever looked up.
 */
final class PickleGlobals {
    private static final String TENSOR = "torch._utils._rebuild_tensor";
    private static final String TENSOR_2 = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String PARAMETER_WITH_STATE = "torch._utils._rebuild_parameter_with_state";
    private static final String SUBCLASS = "torch._tensor._rebuild_from_type_v2";
    private static final String ORDERED = "collections.OrderedDict";
    private static final String WITH_DEFAULT = "collections.defaultdict";
    private static final String SIZE = "torch.Size";
    private static final int MOST_DIMENSIONS = 64; // PyTorch's own limit

    /** The functions, and the types of storages. */
    private static final Set<String> KNOWN = Set.of(
            TENSOR,
            TENSOR_2,
            PARAMETER,
            PARAMETER_WITH_STATE,
            SUBCLASS,
            ORDERED,
            WITH_DEFAULT,
            SIZE,
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

    /** A name on the list, met in a pickle. */
    record Global(String name) {}

    /**
     * A tensor: a view of a storage.
     *
     * @param storage what the persistent id led to
     * @param offset in values
     */
    record TensorView(Object storage, long offset, List<Long> sizes, List<Long> strides) {}

    private final long mostCopied;
    private long copied;

    /** @param bytes of the pickle, which a dictionary made of a list once has at least one of for every pair */
    PickleGlobals(int bytes) {
        this.mostCopied = 4L * bytes;
    }

    /** A {@link Global} or {@link Opaque}. */
    static Object named(String module, String name) {
        String full = module + "." + name;
        return KNOWN.contains(full) ? new Global(full) : new Opaque(full);
    }

    /** What calling a value gives. */
    Object call(Object callee, List<?> arguments) {
        if (callee instanceof Opaque unknown) {
            return new Opaque(unknown.what());
        }
        String name = ((Global) callee).name();
        return switch (name) {
            case ORDERED -> dictionary(arguments.isEmpty() ? List.of() : arguments.get(0));
            case WITH_DEFAULT -> dictionary(arguments.size() < 2 ? List.of() : arguments.get(1));
            case TENSOR, TENSOR_2 -> tensor(arguments);
            case PARAMETER, PARAMETER_WITH_STATE -> arguments.get(0);
            case SUBCLASS -> subclass(arguments.get(0), (List<?>) arguments.get(2));
            case SIZE -> arguments.get(0);
            default -> throw new MalformedFileException("the pickle calls [" + name + "], which is no function");
        };
    }

    /** A tensor of a class of its own, which is the tensor that it would be of PyTorch's. */
    private Object subclass(Object function, List<?> arguments) {
        if (function instanceof Global known && known.name().equals(SUBCLASS)) {
            throw new MalformedFileException("a tensor is made of itself"); // arguments may hold themselves
        }
        return call(function, arguments);
    }

    private static Object tensor(List<?> arguments) {
        if (arguments.get(0) instanceof Opaque storage) {
            return storage;
        }
        return new TensorView(
                arguments.get(0), (Long) arguments.get(1), numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private Object dictionary(Object pairs) {
        if (pairs instanceof Map) {
            return pairs;
        }
        copied += ((List<?>) pairs).size();
        if (copied > mostCopied) { // one list made into dictionaries over and over
            throw new MalformedFileException("the pickle makes more of its values than it holds");
        }
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        for (Object pair : (List<?>) pairs) {
            List<?> both = (List<?>) pair;
            dictionary.put(key(both.get(0)), both.get(1));
        }
        return dictionary;
    }

    /** Names and numbers as they are; anything else by what it is, for the hash of a list that holds itself never ends. */
    static Object key(Object value) {
        return value instanceof String || value instanceof Long ? value : new Opaque("key");
    }

    private static List<Long> numbers(Object value) {
        List<?> list = (List<?>) value;
        if (list.size() > MOST_DIMENSIONS) {
            throw new MalformedFileException("a tensor has [" + list.size() + "] dimensions");
        }
        return list.stream().map(Long.class::cast).toList();
    }
}
