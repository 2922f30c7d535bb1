package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceptiveFieldTest {
    private static final int HEIGHT = 9;

    /** One output cell and the pixels it depends on. */
    private record Reached(int cell, int first, int last) {}

    /**
     * A pyramid of three levels with strides 2, 4, 8, a way down and a way up again, as FPN, PANet and BiFPN are made of:
     * strided windows of odd and of even padding, nearest resizing to a size, sums.
     */
    private static Map<String, Tensor> downAndUp(Graph graph, int batch, int width) {
        Map<String, Tensor> maps = new LinkedHashMap<>();
        Tensor x = graph.input("x", Shape.of(batch, 1, HEIGHT, width));
        List<Tensor> stages = new ArrayList<>();
        for (int level = 1; level <= 3; level++) {
            x = window(graph.scope("stage" + level), x, 2);
            stages.add(x);
        }
        Tensor coarse = window(graph.scope("P3"), stages.get(2), 1);
        maps.put("P3", coarse);
        for (int level = 2; level >= 1; level--) {
            Tensor lateral = stages.get(level - 1);
            Tensor resized = graph.resizeNearest(
                    coarse, lateral.shape().height(), lateral.shape().width());
            coarse = window(graph.scope("P" + level), graph.add(lateral, resized), 1);
            maps.put("P" + level, coarse);
        }
        Tensor up = coarse;
        for (int level = 2; level <= 3; level++) {
            Shape from = up.shape();
            Padding padding = Padding.same(from.height(), from.width(), 3, 2);
            Tensor pooled = graph.apply(new Operation.MaxPool(3, 2, padding), up);
            up = window(graph.scope("N" + level), graph.add(maps.get("P" + level), pooled), 1);
            maps.put("N" + level, up);
        }
        return maps;
    }

    private static Tensor window(Graph scope, Tensor x, int stride) {
        return Conv2d.of(1, 1, 3).bias(false).stride(stride).declare(scope).apply(scope, x);
    }

    /** Runs the network on as many images as there are columns, each with one column of ones, and looks where they show. */
    private static Map<String, float[]> shownBy(int width) {
        CostGraph parameters = new CostGraph();
        downAndUp(parameters, 1, width);
        Map<String, Weights.NamedTensor> ones = new LinkedHashMap<>();
        for (Parameter parameter : parameters.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.shape().size())];
            Arrays.fill(values, 1);
            ones.put(parameter.name(), new Weights.NamedTensor(parameter.shape(), values));
        }
        float[] images = new float[width * HEIGHT * width];
        for (int image = 0; image < width; image++) {
            for (int y = 0; y < HEIGHT; y++) {
                images[(image * HEIGHT + y) * width + image] = 1;
            }
        }
        NetworkDefinition definition =
                graph -> new NetworkDefinition.Declared(downAndUp(graph, width, width), Map.of());
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, new Weights(ones))) {
            return network.forward(Map.of("x", images), network.outputs().keySet());
        }
    }

    private static List<Reached> reached(float[] values, Shape map, int width) {
        List<Reached> reached = new ArrayList<>();
        for (int cell = 0; cell < map.width(); cell++) {
            int first = width;
            int last = -1;
            for (int image = 0; image < width; image++) {
                if (values[image * map.height() * map.width() + cell] > 0) {
                    first = Math.min(first, image);
                    last = image;
                }
            }
            reached.add(new Reached(cell, first, last));
        }
        return reached;
    }

    private static PixelSpans columns(Tensor map) {
        List<PixelSpans> columns = new ArrayList<>();
        PixelSpans.of(List.of(CostGraph.lines(map).get(1)), (line, spans) -> columns.add(spans));
        return columns.get(0);
    }

    /** Away from the border, where nothing that is missing could have been seen. */
    @ParameterizedTest
    @ValueSource(ints = {192, 181, 183, 187})
    void everyCellSeesThePixelsThatShowInIt(int width) {
        CostGraph graph = new CostGraph();
        Map<String, Tensor> maps = downAndUp(graph, 1, width);
        Map<String, float[]> shown = shownBy(width);

        maps.forEach((name, map) -> {
            List<Reached> inner = reached(shown.get(name), map.shape(), width).stream()
                    .filter(reached -> reached.first() > 0 && reached.last() < width - 1)
                    .toList();

            PixelSpans columns = columns(map);
            assertThat(inner).as(name).hasSizeGreaterThan(map.shape().width() / 4);
            assertThat(inner)
                    .as(name)
                    .isEqualTo(inner.stream()
                            .map(Reached::cell)
                            .map(cell -> new Reached(cell, (int) columns.first(cell), (int) columns.last(cell)))
                            .toList());
            LongSummaryStatistics extents = inner.stream()
                    .mapToLong(reached -> reached.last() - reached.first() + 1)
                    .summaryStatistics();
            assertThat(CostGraph.receptiveField(map))
                    .as(name)
                    .isEqualTo(new ReceptiveField(extents.getMin(), extents.getMax(), false));
        });
    }

    /**
     * P5: C5's 427 and two neighbours at stride 32. P4: a cell of C5 sees 427; a window of three cells at stride 16 lies in
     * two of them, 427 + 32. P3: its window of three at stride 8 lies in one cell of C5, or in two.
     */
    @ParameterizedTest
    @CsvSource({"P5, 491, 491", "P4, 459, 459", "P3, 427, 459"})
    void levelsOfAnFpnSeeOneOrTwoCellsOfTheCoarsestStage(String level, long smallest, long largest) {
        ResNet backbone = new ResNet.Config().create();
        CostGraph graph = new CostGraph();
        Pyramid stages = backbone.build(graph, graph.input("images", Shape.of(1, 3, 256, 256)));

        Pyramid pyramid = new Fpn.Config(8, 3, 5).create(backbone.outputs()).build(graph.scope("neck"), stages);

        assertThat(CostGraph.receptiveField(pyramid.named().get(level)))
                .isEqualTo(new ReceptiveField(smallest, largest, false));
    }

    @Test
    void aGroupNormLooksAtTheWholeImage() {
        CostGraph graph = new CostGraph();
        Tensor seen = window(graph.scope("a"), graph.input("x", Shape.of(1, 1, 8, 8)), 1);

        Tensor normalised =
                new Norms.Group(1, 1e-5).declare(graph.scope("norm"), 1).apply(graph, seen);
        Tensor output = graph.add(seen, normalised);

        assertThat(CostGraph.receptiveField(seen)).isEqualTo(new ReceptiveField(3, 3, false));
        assertThat(CostGraph.receptiveField(output))
                .isEqualTo(new ReceptiveField(3, 3, true))
                .hasToString("3*");
    }

    @Test
    void predictionsSeeWhatAllTheirMapsSee() {
        CostGraph graph = new CostGraph();
        Tensor image = graph.input("x", Shape.of(1, 1, 8, 8));
        Tensor fine = graph.apply(new Operation.MapToCells(1), image);
        Tensor coarse = graph.apply(new Operation.MapToCells(1), window(graph.scope("a"), image, 2));

        Tensor joined = graph.apply(new Operation.Concat(1), fine, coarse);

        assertThat(CostGraph.receptiveField(joined))
                .isEqualTo(new ReceptiveField(1, 3, false))
                .hasToString("1-3");
    }

    @Test
    void whatDoesNotDependOnTheInputSeesNothing() {
        CostGraph graph = new CostGraph();

        Tensor constant = graph.constant("ones", Shape.of(1, 1, 2, 2), () -> new float[] {1, 1, 1, 1});

        assertThat(CostGraph.receptiveField(graph.resizeNearest(constant, 4, 4)))
                .isEqualTo(new ReceptiveField(0, 0, false));
    }

    /** A map of one cell that is resized to one cell has lost its stride; the map that it joins has not. */
    @Test
    void stridesAreThoseOfTheLevels() {
        CostGraph graph = new CostGraph();
        Tensor x = graph.input("x", Shape.of(1, 1, 13, 2));
        Tensor half = window(graph.scope("a"), x, 2);
        Tensor quarter = window(graph.scope("b"), half, 2);

        graph.add(half, graph.resizeNearest(quarter, 7, 1));
        Tensor narrow = window(graph.scope("c"), graph.input("y", Shape.of(1, 1, 1, 1)), 2);
        graph.add(narrow, window(graph.scope("d"), narrow, 2));

        assertThat(graph.nodes().stream().map(CostGraph.Node::stride))
                .containsExactly(2.0, 4.0, 2.0, 2.0, 2.0, 4.0, 2.0);
    }

    /** By hand: 10 cells of 7 pixels see floor(cell * 7 / 10); windows of three reach 2 pixels, or 3 as that of 1..3 does. */
    @Test
    void resizingByNoWholeFactorIsFollowedCellByCell() {
        CostGraph graph = new CostGraph();
        Tensor resized = graph.resizeNearest(graph.input("x", Shape.of(1, 1, 7, 7)), 10, 10);

        assertThat(CostGraph.receptiveField(window(graph.scope("a"), resized, 1)))
                .isEqualTo(new ReceptiveField(2, 3, false));
    }

    /** A thousand sums, each of which joins a window on the one before, are walked without recursion. */
    @Test
    void deepDefinitionsAreAnswered() {
        CostGraph graph = new CostGraph();
        Tensor x = graph.input("x", Shape.of(1, 1, 16, 16));
        Tensor deep = x;
        for (int i = 0; i < 1_000; i++) {
            deep = graph.add(x, window(graph.scope("w" + i), deep, 1));
        }

        assertThat(CostGraph.receptiveField(deep)).isEqualTo(new ReceptiveField(2_001, 2_001, false));
    }
}
