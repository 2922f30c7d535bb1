package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    @TempDir
    Path folder;

    @Test
    void variantsAreListedByNameWithTheirDefaults() {
        Catalogue catalogue = Catalogue.of(SampleConfig.Neck.class);

        assertThat(catalogue.variants()).containsOnlyKeys("bifpn", "fpn");
        assertThat(catalogue.variant("bifpn").orElseThrow().prototype()).isEqualTo(new SampleConfig.BiFpn());
        assertThat(catalogue.variant("bifpn").orElseThrow().defaults())
                .hasToString("{\"out_channels\":160,\"repeats\":3,\"epsilon\":1.0E-4,"
                        + "\"norm\":{\"type\":\"group\",\"groups\":32,\"epsilon\":1.0E-5}}");
        assertThat(catalogue.variant("panet")).isEmpty();
    }

    @Test
    void theSlotsOfARootRecordIncludeThoseOfItsVariants() {
        assertThat(Catalogue.slotsOf(SampleConfig.class))
                .containsExactly(entry("neck", SampleConfig.Neck.class), entry("norms", SampleConfig.Norm.class));
        assertThat(Catalogue.slotsOf(SampleConfig.Fpn.class)).containsExactly(entry("norm", SampleConfig.Norm.class));
    }

    @Test
    void aServiceEntryThatCannotBeLoadedThrows() throws IOException {
        try (URLClassLoader classLoader = withServices("org.fpn4j.Missing")) {
            assertThatThrownBy(() -> Catalogue.of(Part.class, classLoader))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a service entry of org.fpn4j.config.CatalogueTest$Part is broken");
        }
    }

    @Test
    void twoVariantsOfOneNameThrow() throws IOException {
        try (URLClassLoader classLoader = withServices(First.class.getName(), Second.class.getName())) {
            assertThatThrownBy(() -> Catalogue.of(Part.class, classLoader))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("two variants of Part are named [part]: org.fpn4j.config.CatalogueTest$First and"
                            + " org.fpn4j.config.CatalogueTest$Second");
        }
    }

    @Test
    void aVariantWithoutNameThrows() throws IOException {
        try (URLClassLoader classLoader = withServices(Nameless.class.getName())) {
            assertThatThrownBy(() -> Catalogue.of(Part.class, classLoader))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("org.fpn4j.config.CatalogueTest$Nameless has no @JsonTypeName");
        }
    }

    @Test
    void aComponentThatConfigsCannotHoldThrows() {
        assertThatThrownBy(() -> Catalogue.slotsOf(Unsupported.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("type[double[]] cannot be a config value");
        assertThatThrownBy(() -> Catalogue.slotsOf(Reserved.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("org.fpn4j.config.CatalogueTest$Reserved has a component named type,"
                        + " which names variants");
    }

    private URLClassLoader withServices(String... classes) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Part.class.getName()), String.join("\n", classes));
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    public interface Part {}

    @JsonTypeName("part")
    public record First() implements Part {}

    @JsonTypeName("part")
    public record Second() implements Part {}

    public record Nameless() implements Part {}

    @SuppressWarnings("ArrayRecordComponent") // the point of the test
    record Unsupported(double[] values) {}

    record Reserved(String type) {}
}
