package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void x86HasANameOfItsOwn() {
        List<String> told =
                List.of("processor\t: 0", "model name\t: AMD EPYC", "processor\t: 1", "model name\t: other");

        assertThat(Processor.name(told, "amd64")).isEqualTo("AMD EPYC");
    }

    @Test
    void anArmProcessorIsNamedByItsNumbers() {
        List<String> told = List.of("processor\t: 0", "CPU implementer\t: 0x41", "CPU part\t: 0xd4f");

        assertThat(Processor.name(told, "aarch64")).isEqualTo("Neoverse V2");
    }

    @Test
    void anArmProcessorThatIsNotKnownHasItsNumbers() {
        List<String> told = List.of("CPU implementer\t: 0x61", "CPU part\t: 0x022");

        assertThat(Processor.name(told, "aarch64")).isEqualTo("aarch64 (implementer 0x61, part 0x022)");
    }

    @Test
    void whereNothingIsToldTheArchitectureIs() {
        assertThat(Processor.name(List.of("processor\t: 0"), "aarch64")).isEqualTo("aarch64");
    }
}
