package org.fpn4j.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names();

    @Test
    void whatMlflowTakesStaysAsItIs() {
        assertThat(names.of("val/AP/Herz größer")).isEqualTo("val/AP/Herz größer");
        assertThat(names.of("val/SENS0.125")).isEqualTo("val/SENS0.125");
    }

    @Test
    void whatItRefusesIsChanged() {
        assertThat(names.of("val/AP/cell (old)")).isEqualTo("val/AP/cell _old_");
        assertThat(names.of("val/AP/..")).isEqualTo("val/AP/_..");
        assertThat(names.of("val/AP/./x")).isEqualTo("val/AP/_./x");
        assertThat(names.of("val//x/")).isEqualTo("val/_x_");
        assertThat(names.of("")).isEqualTo("_");
        assertThat(names.of("val/" + "a".repeat(300))).hasSize(250);
        assertThat(names.of("data[0].split")).isEqualTo("data_0_.split");
    }

    @Test
    void namesThatBecomeOneStayTwo() {
        assertThat(names.of("val/a:b")).isEqualTo("val/a_b");
        assertThat(names.of("val/a*b")).isEqualTo("val/a_b 2");
        assertThat(names.of("val/a:b")).isEqualTo("val/a_b");
    }
}
