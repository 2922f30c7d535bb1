package org.fpn4j.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;

class TableColumnTest {
    @Test
    void givesOneValueOfEveryRow() {
        TableColumn column = new TableColumn(1);
        List<Shape> shapes = List.of(Shape.of(2, 2, 3));
        float[] output = new float[4];

        column.decide(List.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}), shapes, output);

        assertThat(column.infer(shapes)).isEqualTo(Shape.of(2, 2));
        assertThat(output).containsExactly(1, 4, 7, 10);
    }

    @Test
    void aColumnThatTheTableLacksIsRefused() {
        assertThatThrownBy(() -> new TableColumn(3).infer(List.of(Shape.of(2, 2, 3))))
                .hasMessage("table_column: inputs do not fit, got [[2, 2, 3]]");
    }
}
