package org.fpn4j.experiments.architecture;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.Catalogue;
import org.fpn4j.config.KeyName;

/** Every key that a config can have, with what makes a config have it. */
final class ConfigKeys {
    /**
     * One key.
     *
     * @param path from the root, {@code head.matcher.top_k}
     * @param holder a record with the key, its other values at their defaults
     * @param component of that record
     * @param types {@code --set} of the blocks on the way, {@code head.matcher.type=atss}
     */
    record ConfigKey(String path, Record holder, RecordComponent component, List<String> types) {
        /** The type of the values in a list or map, else of the value itself. */
        Type element() {
            return component.getGenericType() instanceof ParameterizedType generic
                    ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                    : component.getType();
        }

        boolean isList() {
            return component.getType() == List.class;
        }

        boolean isMap() {
            return component.getType() == Map.class;
        }

        boolean isNumber() {
            return List.of(int.class, long.class, float.class, double.class).contains(element())
                    || List.of(Integer.class, Long.class, Float.class, Double.class)
                            .contains(element());
        }

        /** A record like the holder with another number here, in a list or map where the key has one. */
        Object holderWith(double number) throws ReflectiveOperationException {
            RecordComponent[] components = holder.getClass().getRecordComponents();
            Class<?>[] parameters = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                parameters[i] = components[i].getType();
                values[i] =
                        components[i].getName().equals(component.getName()) ? valueOf(number) : value(components[i]);
            }
            Constructor<?> constructor = holder.getClass().getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        }

        private Object value(RecordComponent of) throws ReflectiveOperationException {
            of.getAccessor().setAccessible(true);
            return of.getAccessor().invoke(holder);
        }

        Object valueOf(double number) {
            Class<?> type = (Class<?>) element();
            Object boxed = type == int.class || type == Integer.class
                    ? (Object) (int) number
                    : type == long.class ? (Object) (long) number : (Object) number;
            return isList() ? List.of(boxed) : isMap() ? Map.of("a", boxed) : boxed;
        }

        @Override
        public String toString() {
            return path + (types.isEmpty() ? "" : " " + types);
        }
    }

    private final List<ConfigKey> keys = new ArrayList<>();

    private ConfigKeys() {}

    /** All keys below a root record, those of every variant of every block once for each place that takes it. */
    static List<ConfigKey> of(Record root) {
        ConfigKeys found = new ConfigKeys();
        found.record(root, "", List.of());
        return List.copyOf(found.keys);
    }

    private void record(Record holder, String path, List<String> types) {
        for (RecordComponent component : holder.getClass().getRecordComponents()) {
            String name = (path.isEmpty() ? "" : path + ".") + KeyName.ofComponent(component.getName());
            Class<?> type = component.getType();
            ConfigKey key = new ConfigKey(name, holder, component, types);
            if (type.isRecord()) {
                record((Record) valueOf(key), name, types);
            } else if (type.isInterface() && type.getName().startsWith("org.fpn4j.")) {
                Catalogue.of(type).variants().forEach((variant, found) -> {
                    List<String> longer = new ArrayList<>(types);
                    longer.add(name + ".type=" + variant);
                    record(found.prototype(), name, longer);
                });
            } else {
                keys.add(key);
            }
        }
    }

    private static Object valueOf(ConfigKey key) {
        try {
            return key.value(key.component());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
