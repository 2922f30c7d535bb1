package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.ReceptiveField;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.experiments.ablation.Ablation;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.InputConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn cost}. */
@Command(
        name = "cost",
        description =
                "Parameters and multiply-accumulates per part, multiply-accumulates and receptive fields per level, or of"
                        + " several detectors, or the variants of an ablation, beside each other; loads no native library.")
final class CostCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "CONFIG",
            arity = "1..*",
            description =
                    "Experiments, as in configs/models, or ablations; of several detectors, differences from the first.")
    private List<Path> configs;

    @Option(
            names = "--nodes",
            description =
                    "Also lists every node with its output, operations and receptive field; of several experiments in the JSON.")
    private boolean nodes;

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        List<Counted> all =
                configs.stream().flatMap(file -> counted(file).stream()).toList();
        if (all.size() == 1) {
            if (json.wanted()) {
                json.write(values(all.get(0)));
            }
            json.print(table(all.get(0)));
            return 0;
        }
        if (json.wanted()) {
            json.write(named(all));
        }
        List<CostComparison.Costed> beside = new ArrayList<>();
        for (Counted each : all) {
            beside.add(new CostComparison.Costed(each.name(), each.costed().graph()));
        }
        json.print(new CostComparison(beside).text());
        return 0;
    }

    /** The detector of a config, or those of an ablation's variants. */
    private List<Counted> counted(Path config) {
        if (Experiment.axes(config).isEmpty()) {
            return List.of(Counted.of(config, name(config), Experiment.load(config, sets.list())));
        }
        List<Counted> all = new ArrayList<>();
        Ablation.load(config, sets.list())
                .experiments()
                .forEach((label, experiment) -> all.add(Counted.of(config, label, experiment)));
        return all;
    }

    /** A detector at its input. */
    private record Counted(
            Path config, String name, InputConfig input, Detector.Costed costed, Map<String, Integer> regions) {
        static Counted of(Path config, String name, Experiment experiment) {
            InputConfig input = experiment.config().input();
            return new Counted(
                    config,
                    name,
                    input,
                    experiment.detector().cost(input.height(), input.width()),
                    experiment.detector().head().regions());
        }
    }

    private List<Map<String, Object>> named(List<Counted> all) {
        List<Map<String, Object>> named = new ArrayList<>();
        for (Counted each : all) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("config", each.config().toString());
            values.put("name", each.name());
            values.putAll(values(each));
            named.add(values);
        }
        return named;
    }

    private static String name(Path config) {
        return config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private Map<String, Object> values(Counted counted) {
        InputConfig input = counted.input();
        Detector.Costed costed = counted.costed();
        CostGraph graph = costed.graph();
        Map<String, Object> parts = new LinkedHashMap<>();
        for (CostPart part : CostPart.values()) {
            if (part != CostPart.TOTAL) {
                parts.put(part.key(), json(part, graph));
            }
        }
        List<Map<String, Object>> levels = new ArrayList<>();
        Pyramid pyramid = costed.built().pyramid();
        for (LevelSpec level : pyramid.spec().levels()) {
            Tensor tensor = pyramid.level(level.level());
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("level", pyramid.spec().name(level.level()));
            values.put("stride", level.stride());
            values.put("channels", level.channels());
            values.put("height", tensor.shape().height());
            values.put("width", tensor.shape().width());
            long neck = CostPart.NECK.macs(graph, level.stride());
            long head = CostPart.HEAD.macs(graph, level.stride());
            values.put("macs", neck + head);
            values.put("neck_macs", neck);
            values.put("head_macs", head);
            putField(values, CostGraph.receptiveField(tensor));
            levels.add(values);
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("total", graph.parameterCount(""));
        params.put("trainable", graph.trainableCount());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("input", List.of(1, 3, input.height(), input.width()));
        values.put("params", params);
        values.put("macs", graph.macs(""));
        if (!counted.regions().isEmpty()) {
            values.put("regions", counted.regions());
        }
        values.put("activation_bytes", bytes(graph));
        values.put("parts", parts);
        values.put("levels", levels);
        if (nodes) {
            values.put("nodes", nodeValues(graph));
        }
        return values;
    }

    private static List<Map<String, Object>> nodeValues(CostGraph graph) {
        List<ReceptiveField> fields = graph.receptiveFields();
        List<Map<String, Object>> all = new ArrayList<>();
        for (CostGraph.Node node : graph.nodes()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("name", node.name());
            values.put("kind", node.kind());
            values.put("output", node.output().dims());
            values.put("macs", node.macs());
            values.put("bytes", node.bytes());
            values.put("stride", node.stride());
            putField(values, fields.get(all.size()));
            all.add(values);
        }
        return all;
    }

    private static void putField(Map<String, Object> values, ReceptiveField field) {
        values.put("receptive_field", field.largest());
        values.put("receptive_field_min", field.smallest());
        values.put("whole_image", field.wholeImage());
    }

    private static Map<String, Long> json(CostPart part, CostGraph graph) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("params", part.params(graph));
        values.put("macs", part.macs(graph));
        return values;
    }

    private static long bytes(CostGraph graph) {
        return graph.nodes().stream().mapToLong(CostGraph.Node::bytes).sum();
    }

    /** Of how many regions the head's costs are, where they are of any. */
    private static String regions(Counted counted) {
        return counted.regions().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .reduce((first, second) -> first + ", " + second)
                .map(all -> "; head of " + all + " an image")
                .orElse("");
    }

    private String table(Counted counted) {
        InputConfig input = counted.input();
        Detector.Costed costed = counted.costed();
        CostGraph graph = costed.graph();
        StringBuilder text = new StringBuilder();
        text.append("input 1x3x")
                .append(input.height())
                .append('x')
                .append(input.width())
                .append("; GMACs are 10^9 ")
                .append("multiply-accumulates of convolutions; neck includes extra_levels")
                .append(regions(counted))
                .append('\n');
        text.append(String.format(Locale.ROOT, "%-14s %15s %14s%n", "part", "parameters", "GMACs"));
        for (CostPart part : CostPart.values()) {
            text.append(String.format(
                    Locale.ROOT, "%-14s %,15d %14.6f%n", part.title(), part.params(graph), part.macs(graph) / 1e9));
        }
        text.append(String.format(
                Locale.ROOT,
                "trainable parameters %,d, activations %.1f MB%n",
                graph.trainableCount(),
                bytes(graph) / 1e6));
        Pyramid pyramid = costed.built().pyramid();
        text.append(String.format(
                Locale.ROOT,
                "%-6s %7s %9s %12s %12s %12s %16s%n",
                "level",
                "stride",
                "channels",
                "size",
                "neck GMACs",
                "head GMACs",
                "receptive field"));
        boolean wholeImage = false;
        for (LevelSpec level : pyramid.spec().levels()) {
            Tensor tensor = pyramid.level(level.level());
            ReceptiveField field = CostGraph.receptiveField(tensor);
            wholeImage |= field.wholeImage();
            text.append(String.format(
                    Locale.ROOT,
                    "%-6s %7d %9d %12s %12.6f %12.6f %13s px%n",
                    pyramid.spec().name(level.level()),
                    level.stride(),
                    level.channels(),
                    tensor.shape().height() + "x" + tensor.shape().width(),
                    CostPart.NECK.macs(graph, level.stride()) / 1e9,
                    CostPart.HEAD.macs(graph, level.stride()) / 1e9,
                    field));
        }
        if (wholeImage) {
            text.append("* a group norm or a global pool sees the whole image; the number is what the windows reach\n");
        }
        if (nodes) {
            nodeRows(text, graph);
        }
        return text.toString().stripTrailing();
    }

    private static void nodeRows(StringBuilder text, CostGraph graph) {
        List<ReceptiveField> fields = graph.receptiveFields();
        List<CostGraph.Node> all = graph.nodes();
        for (int i = 0; i < fields.size(); i++) {
            CostGraph.Node node = all.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%-52s %-20s %,16d MACs %8s px%n",
                    node.name(),
                    node.output(),
                    node.macs(),
                    fields.get(i)));
        }
    }
}
