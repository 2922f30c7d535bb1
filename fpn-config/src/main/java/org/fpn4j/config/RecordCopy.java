package org.fpn4j.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Records with one component changed, for those with so many that a constructor call says little. */
public final class RecordCopy {
    private RecordCopy() {}

    /**
     * A record with one component changed; its constructor checks the whole.
     *
     * @param component name of the component
     * @throws IllegalArgumentException where there is no component of this name; and what the constructor throws
     */
    public static <R extends Record> R with(R record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            boolean changed = components[i].getName().equals(component);
            found |= changed;
            values[i] = changed ? value : get(record, components[i]);
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "record[" + record.getClass().getName() + "] has no component[" + component + "]");
        }
        return make(record, components, values);
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component[" + component.getName() + "] cannot be read", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R make(R record, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = record.getClass().getDeclaredConstructor(types);
            return (R) canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("record[" + record.getClass() + "] cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record[" + record.getClass() + "] cannot be made", e);
        }
    }
}
