package org.fpn4j.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.config.problem.OneOf;

/** What a config record's component can be. */
sealed interface ConfigType {
    /** The key that names a slot's variant. */
    String TYPE_KEY = "type";

    Set<Class<?>> SCALARS = Set.of(int.class, long.class, float.class, double.class, boolean.class, String.class);

    /** Number, truth value or text. */
    record Simple(Class<?> raw) implements ConfigType {}

    /**
     * One of a few names: the constants of an enum, or texts that a component is declared to be {@link OneOf}.
     *
     * @param raw the enum, or {@link String}
     * @param constants values by their lower-case names, in order
     */
    record Choice(Class<?> raw, Map<String, Object> constants) implements ConfigType {
        static Choice ofEnum(Class<?> raw) {
            return new Choice(
                    raw, byName(Stream.of(raw.getEnumConstants()), constant -> KeyName.ofConstant((Enum<?>) constant)));
        }

        static Choice ofNames(OneOf declared) {
            try {
                OneOf.Names names = declared.value().getDeclaredConstructor().newInstance();
                return new Choice(String.class, byName(names.names().stream(), name -> name));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(declared.value().getName() + " cannot be made", e);
            }
        }

        private static <T> Map<String, Object> byName(Stream<T> values, Function<T, String> name) {
            Map<String, Object> constants = new LinkedHashMap<>();
            values.forEach(value -> constants.putIfAbsent(name.apply(value), value));
            return Collections.unmodifiableMap(constants);
        }
    }

    /** A record that is always the same one. */
    record Nested(Class<?> raw) implements ConfigType {}

    /** An interface whose variant the key {@code type} names. */
    record Slot(Class<?> raw) implements ConfigType {}

    /** A list. */
    record ListOf(ConfigType element) implements ConfigType {}

    /** Free keys, one kind of value. */
    record MapOf(ConfigType value) implements ConfigType {}

    /**
     * Reads a Java type.
     *
     * @throws IllegalStateException if configs cannot hold it
     */
    static ConfigType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new ListOf(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new MapOf(of(arguments[1]));
            }
        }
        if (type instanceof Class<?> raw) {
            if (SCALARS.contains(raw)) {
                return new Simple(raw);
            }
            if (BOXES.containsKey(raw)) {
                return new Simple(BOXES.get(raw));
            }
            if (raw.isEnum()) {
                return Choice.ofEnum(raw);
            }
            if (raw.isRecord()) {
                return new Nested(raw);
            }
            if (isSlot(raw)) {
                return new Slot(raw);
            }
        }
        throw new IllegalStateException("type[" + type.getTypeName() + "] cannot be a config value");
    }

    /** Element types of lists and maps. */
    Map<Class<?>, Class<?>> BOXES = Map.of(
            Integer.class, int.class,
            Long.class, long.class,
            Float.class, float.class,
            Double.class, double.class,
            Boolean.class, boolean.class);

    private static boolean isSlot(Class<?> raw) {
        JsonTypeInfo info = raw.getAnnotation(JsonTypeInfo.class);
        return raw.isInterface()
                && info != null
                && info.use() == JsonTypeInfo.Id.NAME
                && info.property().equals(TYPE_KEY);
    }

    /** Keys of a record with the types of their values, in the order of the components. */
    static Map<String, ConfigType> keysOf(Class<?> record) {
        Map<String, ConfigType> keys = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String key = KeyName.ofComponent(component.getName());
            if (key.equals(TYPE_KEY)) {
                throw new IllegalStateException(record.getName() + " has a component named type, which names variants");
            }
            OneOf names = component.getAnnotation(OneOf.class);
            keys.put(key, names == null ? of(component.getGenericType()) : Choice.ofNames(names));
        }
        return keys;
    }
}
