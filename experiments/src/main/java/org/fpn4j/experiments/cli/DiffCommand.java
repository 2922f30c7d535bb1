package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn diff}. */
@Command(
        name = "diff",
        description = "The largest differences of two safetensors files, tensor by tensor, and the first that departs.")
final class DiffCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "A file of tensors, as ./fpn trace and weights write them.")
    private Path first;

    @Parameters(
            index = "1",
            paramLabel = "B",
            description = "What it is compared with; relative differences are to it.")
    private Path second;

    @Option(
            names = "--absolute",
            paramLabel = "D",
            description = "A tensor departs if a value differs by more than this ...")
    private double absolute = 1e-3;

    @Option(
            names = "--relative",
            paramLabel = "D",
            description = "... or by more than this share of the tensor's largest value.")
    private double relative = 1e-4;

    @Mixin
    private JsonOutput json;

    /** Differences of one tensor: largest, and as a share of the largest value in B. */
    private record Difference(String name, String shape, double largest, double share) {}

    @Override
    public Integer call() {
        Weights a = Safetensors.read(first);
        Weights b = Safetensors.read(second);
        List<Difference> differences = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        b.tensors().forEach((name, expected) -> {
            NamedTensor actual = a.tensors().get(name);
            if (actual == null) {
                unmatched.add("tensor[" + name + "] is in " + second + " only");
            } else if (!actual.shape().equals(expected.shape())) {
                unmatched.add("tensor[" + name + "] is " + actual.shape() + " in " + first + " and " + expected.shape()
                        + " in " + second);
            } else {
                differences.add(difference(name, actual, expected));
            }
        });
        a.tensors().keySet().stream()
                .filter(name -> !b.tensors().containsKey(name))
                .forEach(name -> unmatched.add("tensor[" + name + "] is in " + first + " only"));
        String departing = differences.stream()
                .filter(this::departs)
                .map(Difference::name)
                .findFirst()
                .orElse("");
        json.write(values(differences, unmatched, departing));
        json.print(table(differences, unmatched, departing));
        return 0;
    }

    private static Difference difference(String name, NamedTensor actual, NamedTensor expected) {
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < expected.values().length; i++) {
            double distance = Math.abs((double) actual.values()[i] - expected.values()[i]);
            largest = Double.isNaN(distance) || Double.isNaN(largest) ? Double.NaN : Math.max(largest, distance);
            scale = Math.max(scale, Math.abs(expected.values()[i]));
        }
        return new Difference(name, expected.shape().toString(), largest, scale == 0 ? largest : largest / scale);
    }

    /** Also where a value is not a number. */
    private boolean departs(Difference difference) {
        return !(difference.largest() <= absolute && difference.share() <= relative);
    }

    private static Map<String, Object> values(List<Difference> differences, List<String> unmatched, String departing) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (Difference difference : differences) {
            tensors.put(difference.name(), Map.of("absolute", difference.largest(), "relative", difference.share()));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("tensors", tensors);
        values.put("unmatched", unmatched);
        values.put("first_departing", departing);
        return values;
    }

    private String table(List<Difference> differences, List<String> unmatched, String departing) {
        int width = differences.stream()
                .mapToInt(difference -> difference.name().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        for (Difference difference : differences) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-" + Math.max(width, 1) + "s  absolute %9.3e  relative %9.3e  %s%s%n",
                    difference.name(),
                    difference.largest(),
                    difference.share(),
                    difference.shape(),
                    departs(difference) ? "  departs" : ""));
        }
        unmatched.forEach(line -> table.append(line).append('\n'));
        table.append(
                departing.isEmpty()
                        ? differences.size() + " tensors within " + absolute + " and " + relative + " of their scale\n"
                        : "the first that departs: " + departing + "\n");
        return table.toString().stripTrailing();
    }
}
