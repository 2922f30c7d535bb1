package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.pyramid.Pyramid;
import org.junit.jupiter.api.Test;

class CostGraphTest {
    @Test
    void aDefinitionWithoutEndIsRefused() {
        CostGraph graph = new CostGraph();
        Tensor x = graph.input("x", Shape.of(1, 1, 1, 1));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_001; i++) {
                        graph.activate(Activation.RELU, x);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it has more than 100000 operations");
    }

    @Test
    void countsAConvolution() {
        CostGraph graph = new CostGraph();

        Tensor output = Conv2d.of(3, 8, 3)
                .stride(2)
                .declare(graph.scope("stem"))
                .apply(graph.scope("stem"), graph.input("x", Shape.of(2, 3, 7, 10)));

        assertThat(output.shape()).isEqualTo(Shape.of(2, 8, 4, 5));
        assertThat(graph.nodes())
                .containsExactly(new CostGraph.Node(
                        "stem.convolution",
                        "convolution",
                        Shape.of(2, 8, 4, 5),
                        2 * 8 * 4 * 5 * 3 * 9, // one multiplication per output and weight of its filter
                        4 * 2 * 8 * 4 * 5,
                        2));
        assertThat(graph.parameterCount("stem")).isEqualTo(8 * 3 * 9 + 8);
        assertThat(graph.macs("ste")).isZero();
    }

    @Test
    void aDepthwiseConvolutionMultipliesOncePerChannel() {
        CostGraph graph = new CostGraph();

        Conv2d.of(8, 8, 3).depthwise().bias(false).declare(graph).apply(graph, graph.input("x", Shape.of(1, 8, 5, 5)));

        assertThat(graph.macs("")).isEqualTo(8 * 25 * 9);
        assertThat(graph.parameterCount("")).isEqualTo(8 * 9);
    }

    @Test
    void aDilatedConvolutionReachesFartherAndMultipliesNoMore() {
        CostGraph graph = new CostGraph();
        Tensor x = graph.input("x", Shape.of(1, 2, 20, 13));
        Tensor weight =
                graph.parameter("weight", Shape.of(4, 2, 3, 3), Initializer.fpnUniform(), Parameter.Role.WEIGHT, true);

        Tensor y = graph.apply(new Operation.Convolution(2, Padding.of(6), 1, 6), x, weight);

        assertThat(y.shape()).isEqualTo(Shape.of(1, 4, 10, 7));
        assertThat(graph.macs("")).isEqualTo(4 * 70 * 2 * 9);
        assertThat(CostGraph.receptiveField(y)).isEqualTo(new ReceptiveField(13, 13, false));
    }

    @Test
    void factorsOfMeansMakeEveryCellDependOnTheWholeMapAndKeepItsStride() {
        CostGraph graph = new CostGraph();
        Tensor x = Conv2d.of(3, 4, 3)
                .stride(2)
                .declare(graph.scope("stem"))
                .apply(graph, graph.input("x", Shape.of(1, 3, 20, 12)));

        Tensor mean = graph.apply(new Operation.GlobalAveragePool(), x);
        Tensor y = graph.apply(new Operation.ScaleChannels(), x, mean);

        assertThat(CostGraph.receptiveField(x)).isEqualTo(new ReceptiveField(3, 3, false));
        assertThat(CostGraph.receptiveField(mean).wholeImage()).isTrue();
        assertThat(CostGraph.receptiveField(y)).isEqualTo(new ReceptiveField(3, 3, true));
        assertThat(graph.nodes().stream().map(CostGraph.Node::stride)).containsExactly(2.0, 2.0, 2.0);
        assertThat(graph.nodes().stream().map(CostGraph.Node::macs)).containsExactly(4L * 60 * 27, 0L, 0L);
    }

    @Test
    void blocksAsChannelsAreSeenTogether() {
        CostGraph graph = new CostGraph();

        Tensor y = graph.apply(new Operation.SpaceToDepth(2), graph.input("x", Shape.of(1, 3, 8, 6)));

        assertThat(y.shape()).isEqualTo(Shape.of(1, 12, 4, 3));
        assertThat(CostGraph.receptiveField(y)).isEqualTo(new ReceptiveField(2, 2, false));
    }

    @Test
    void aLayerThatLevelsShareCountsOnceAndMultipliesEachTime() {
        CostGraph graph = new CostGraph();
        Layer shared = Conv2d.of(4, 4, 1).declare(graph.scope("shared"));

        shared.apply(graph, graph.input("P3", Shape.of(1, 4, 4, 4)));
        shared.apply(graph, graph.input("P4", Shape.of(1, 4, 2, 2)));

        assertThat(graph.parameterCount("")).isEqualTo(4 * 4 + 4);
        assertThat(graph.macs("")).isEqualTo(16 * 16 + 16 * 4);
        assertThat(graph.nodes().stream().map(CostGraph.Node::name)).containsExactly("convolution", "convolution_2");
    }

    @Test
    void refusesAParameterTwice() {
        CostGraph graph = new CostGraph();
        Conv2d.of(1, 1, 1).declare(graph.scope("a"));

        assertThatThrownBy(() -> Conv2d.of(1, 1, 1).declare(graph.scope("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter[a.weight] is declared twice");
    }

    /** Counts a detector's trunk; loaded by {@link #needsNothingButTheCore} away from all libraries. */
    public static final class Trunk implements Callable<Long> {
        @Override
        public Long call() {
            CostGraph graph = new CostGraph();
            ResNet backbone = new ResNet.Config().create();
            Pyramid stages = backbone.build(graph, graph.input("images", Shape.of(1, 3, 224, 224)));
            new Fpn.Config().create(backbone.outputs()).build(graph.scope("neck"), stages);
            return graph.parameterCount("");
        }
    }

    /** On a class path of the classes of this module and of configs alone: no ND4J, so no native library. */
    @Test
    void needsNothingButTheCore() throws IOException, ReflectiveOperationException {
        List<URL> classes =
                List.of(location(CostGraph.class), location(CostGraphTest.class), location(FieldChecks.class));

        try (URLClassLoader loader =
                new URLClassLoader(classes.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> trunk = loader.loadClass(Trunk.class.getName());
            Callable<?> counting = (Callable<?>) trunk.getConstructor().newInstance();

            assertThat(call(counting)).isEqualTo(23_454_912L + 2_688_512L);
            assertThatThrownBy(() -> loader.loadClass("org.nd4j.linalg.factory.Nd4j"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static Object call(Callable<?> counting) {
        try {
            return counting.call();
        } catch (Exception e) {
            throw new AssertionError("counting failed away from the libraries", e);
        }
    }
}
