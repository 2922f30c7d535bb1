package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.config.problem.OneOf;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;

/** Texts that are names of what is found when the program runs behave as the constants of an enum do. */
class OneOfTest {
    /** What is found. */
    public static final class Pets implements OneOf.Names {
        @Override
        public List<String> names() {
            return List.of("cat", "guinea_pig", "dog");
        }
    }

    /**
     * A config.
     *
     * @param pet which
     */
    record Config(@OneOf(Pets.class) String pet) {
        Config() {
            this("cat");
        }
    }

    private static String pet(String... sets) {
        return new ConfigLoader().loadSets(Config.class, List.of(sets)).config().pet();
    }

    @Test
    void aNameIsBoundAndHyphensAreUnderscores() {
        assertThat(pet()).isEqualTo("cat");
        assertThat(pet("pet=dog")).isEqualTo("dog");
        assertThat(pet("pet=guinea-pig")).isEqualTo("guinea_pig");
    }

    @Test
    void anotherNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> pet("pet=dgo"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("pet[dgo]")
                .hasMessageContaining("must be one of [cat, guinea_pig, dog]")
                .hasMessageContaining("did you mean [dog]?");
    }

    @Test
    void theSchemaListsTheNames() {
        assertThat(ConfigSchema.of(Config.class).at("/properties/pet/enum").toString())
                .isEqualTo("[\"cat\",\"guinea_pig\",\"dog\",\"guinea-pig\"]");
    }
}
