package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.Picture;
import org.junit.jupiter.api.Test;

/** What every variant of the config slot {@code data} promises. */
public abstract class DatasetContractTest {
    /** A small data set with all three splits. */
    protected abstract DatasetConfig config() throws IOException;

    /** The variant with its defaults. */
    protected abstract DatasetConfig defaults();

    /** The value of {@code type:} in a config. */
    protected abstract String typeName();

    @Test
    void openingTwiceGivesEqualData() throws IOException {
        for (Split split : Split.values()) {
            Dataset dataset = config().open(split);

            assertThat(config().open(split)).isEqualTo(dataset);
            assertThat(config().open(split).digest())
                    .isEqualTo(dataset.digest())
                    .hasSize(64);
        }
    }

    @Test
    void splitsDifferAndShareTheirClasses() throws IOException {
        Dataset train = config().open(Split.TRAIN);
        Dataset val = config().open(Split.VAL);

        assertThat(val.digest()).isNotEqualTo(train.digest());
        DatasetChecks.compareClasses(train, val);
        DatasetChecks.compareClasses(train, config().open(Split.TEST));
    }

    @Test
    void imagesAndAnnotationsHaveUniqueIdsInOrder() throws IOException {
        Dataset dataset = config().open(Split.TRAIN);
        List<Long> ids = dataset.images().stream().map(ImageEntry::id).toList();
        List<Long> annotationIds = dataset.images().stream()
                .flatMap(image -> image.annotations().stream())
                .map(Annotation::id)
                .toList();

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().isSorted();
        assertThat(annotationIds).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void boxesHaveAreaInsideTheirImages() throws IOException {
        for (ImageEntry image : config().open(Split.TRAIN).images()) {
            for (Annotation annotation : image.annotations()) {
                Box box = annotation.box();

                assertThat(box.hasArea()).isTrue();
                assertThat(box.clip(image.width(), image.height())).isEqualTo(box);
                assertThat(annotation.area()).isPositive();
            }
        }
    }

    @Test
    void annotationsNameClassesThatExist() throws IOException {
        Dataset dataset = config().open(Split.TRAIN);
        Set<Integer> used = new HashSet<>();
        dataset.images()
                .forEach(image -> image.annotations().forEach(annotation -> used.add(annotation.categoryIndex())));

        assertThat(used).allSatisfy(index -> assertThat(index)
                .isBetween(0, dataset.categories().size() - 1));
        assertThat(dataset.classNames()).doesNotHaveDuplicates();
        assertThat(dataset.categoryIds()).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void picturesHaveTheSizeOfTheirEntries() throws IOException {
        Dataset dataset = TestFiles.checked(config().open(Split.VAL));

        for (ImageEntry image : dataset.images()) {
            Picture picture = image.source().read();
            assertThat(picture.width()).isEqualTo(image.width());
            assertThat(picture.height()).isEqualTo(image.height());
        }
    }

    @Test
    void theVariantIsRegisteredUnderItsName() throws IOException {
        ObjectMapper mapper = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        for (ServiceLoader.Provider<DatasetConfig> provider :
                ServiceLoader.load(DatasetConfig.class).stream().toList()) {
            mapper.registerSubtypes(provider.type());
        }

        JsonNode tree = mapper.readTree(mapper.writerFor(DatasetConfig.class).writeValueAsString(defaults()));

        assertThat(tree.get("type").textValue()).isEqualTo(typeName());
        assertThat(mapper.treeToValue(tree, DatasetConfig.class)).isEqualTo(defaults());
    }
}
