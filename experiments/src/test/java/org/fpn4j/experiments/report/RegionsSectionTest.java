package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionsSectionTest {
    private static final ClassOrder ORDER = new ClassOrder(List.of("heart", "nodule"), 2);

    private static Map<String, Object> model(VariantRegions... regions) {
        Map<String, Object> model = new TreeMap<>();
        RegionsSection.put(model, List.of(regions), ORDER);
        return model;
    }

    private static RegionsSection.Variant only(boolean isFused) {
        Map<String, Object> model =
                model(new VariantRegions("fpn", SampleRegions.of(List.of("nodule", "heart"), isFused)));
        return (RegionsSection.Variant) ((List<?>) model.get("regions")).get(0);
    }

    private static List<String> values(TableView.Row row) {
        return row.cells().stream().map(TableView.Cell::value).toList();
    }

    /** Of 18 objects that are reached 10 were proposed at P2, 2 at P3 and 6 at P4; 14 are pooled from P2 and 4 from P3. */
    @Test
    void levelsHaveTheirShareOfProposalsAndObjects() {
        TableView levels = only(false).levels();

        assertThat(levels.header())
                .extracting(TableView.Cell::value)
                .containsExactly("proposals", "% of them", "% of objects proposed there", "% of objects pooled there");
        assertThat(levels.rows()).extracting(TableView.Row::name).containsExactly("P2", "P3", "P4");
        assertThat(levels.rows())
                .extracting(RegionsSectionTest::values)
                .containsExactly(
                        List.of("60.0", "60", "56", "78"),
                        List.of("30.0", "30", "11", "22"),
                        List.of("10.0", "10", "33", "\u2013"));
    }

    @Test
    void objectsAreToldBySizeAndThenByClassInTheirOrder() {
        TableView objects = only(false).objects();

        assertThat(objects.header())
                .extracting(TableView.Cell::value)
                .containsExactly("objects", "% reached", "% from P2", "% from P3");
        assertThat(objects.rows())
                .extracting(TableView.Row::name)
                .containsExactly("all", "small", "medium", "large", "heart", "nodule");
        assertThat(objects.rows())
                .extracting(RegionsSectionTest::values)
                .containsExactly(
                        List.of("24", "75", "78", "22"),
                        List.of("16", "75", "100", "0"),
                        List.of("0", "\u2013", "\u2013", "\u2013"),
                        List.of("8", "75", "33", "67"),
                        List.of("12", "75", "78", "22"),
                        List.of("12", "75", "78", "22"));
        assertThat(only(false).pooling()).isEqualTo("Each region is pooled from one of P2, P3, by its size.");
    }

    @Test
    void whereAllLevelsAreFusedNoneIsTold() {
        RegionsSection.Variant variant = only(true);

        assertThat(variant.pooling()).isEqualTo("Each region is pooled from all of P2, P3, whose maps are fused.");
        assertThat(variant.levels().header()).hasSize(3);
        assertThat(variant.objects().header())
                .extracting(TableView.Cell::value)
                .containsExactly("objects", "% reached");
    }

    @Test
    void headsOfOneStageHaveNoSection() {
        assertThat(model()).containsEntry("hasRegions", false);
    }

    @Test
    void manyVariantsAreFoldedAndCounted() {
        Map<String, Object> model = model(IntStream.range(0, 9)
                .mapToObj(i -> new VariantRegions("neck " + i, SampleRegions.of(List.of("heart"))))
                .toArray(VariantRegions[]::new));

        assertThat((List<?>) model.get("regions")).hasSize(2);
        assertThat((List<?>) model.get("otherRegions")).hasSize(6);
        assertThat(model).containsEntry("cutRegions", "Variants without tables: 1.");
    }
}
