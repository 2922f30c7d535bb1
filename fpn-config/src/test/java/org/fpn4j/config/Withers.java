package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** What every record with withers keeps: each changes its component and no other. */
public final class Withers {
    private Withers() {}

    /**
     * Calls the wither of every component.
     *
     * @param values one for each component, other than the record's
     */
    public static void assertEachChangesItsComponentAlone(Record record, Object... values)
            throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        assertThat(values).hasSameSizeAs(components);
        for (int changed = 0; changed < components.length; changed++) {
            String name = components[changed].getName();
            Method wither = record.getClass()
                    .getMethod(
                            "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                            components[changed].getType());

            Object copy = wither.invoke(record, values[changed]);

            for (int i = 0; i < components.length; i++) {
                Object before = components[i].getAccessor().invoke(record);
                assertThat(components[i].getAccessor().invoke(copy))
                        .as(components[i].getName() + " after " + wither.getName())
                        .isEqualTo(i == changed ? values[i] : before);
            }
            assertThat(copy).as(name).isNotEqualTo(record);
        }
    }

    /** The components of another record of the kind, in order. */
    public static Object[] components(Record record) throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getAccessor().invoke(record);
        }
        return values;
    }
}
