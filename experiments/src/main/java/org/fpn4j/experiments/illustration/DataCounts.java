package org.fpn4j.experiments.illustration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.KeyName;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.transform.Outline;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.experiments.report.DataFacts;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.loop.TrainingData;

/** Counts of images and objects, of what annotations say and of what the network sees of them. */
final class DataCounts {
    private static final int MOST_INPUTS = 4;

    private final CocoParameters sizes = new CocoParameters();

    private DataCounts() {}

    /**
     * Counts both splits.
     *
     * @param inputs that images are resized to, one for each variant; classes have medians on the first
     */
    static DataFacts of(TrainingData data, List<InputConfig> inputs) {
        Map<String, InputConfig> byWords = new LinkedHashMap<>();
        for (InputConfig input : inputs) {
            String words = input.height() + " x " + input.width() + " ("
                    + KeyName.ofConstant(input.tiling().isUsed() ? input.mode() : input.resize()) + ")";
            if (byWords.size() < MOST_INPUTS) {
                byWords.putIfAbsent(words, input);
            }
        }
        List<Dataset> splits = List.of(data.train(), data.validation());
        InputConfig first = byWords.values().iterator().next();
        List<DataFacts.Sizes> bySize = new ArrayList<>();
        byWords.forEach((words, input) -> bySize.add(new DataFacts.Sizes(
                words, splits.stream().map(split -> bins(sides(split, input))).toList())));
        DataCounts counts = new DataCounts();
        return new DataFacts(
                splits.stream().map(split -> counts.split(split, first)).toList(), bySize);
    }

    private DataFacts.Split split(Dataset dataset, InputConfig input) {
        return new DataFacts.Split(
                dataset.name(),
                dataset.images().size(),
                dataset.leftOutImages(),
                classes(dataset, sides(dataset, input)),
                problems(dataset));
    }

    private static List<Integer> bins(List<List<Double>> sides) {
        List<Integer> bins =
                new ArrayList<>(Collections.nCopies(DataFacts.bins().size(), 0));
        sides.forEach(ofClass -> ofClass.forEach(side -> {
            int bin = DataFacts.bin(side);
            bins.set(bin, bins.get(bin) + 1);
        }));
        return bins;
    }

    /** Roots of areas on the input, by class; what each tile shows of an object counts. */
    private static List<List<Double>> sides(Dataset dataset, InputConfig input) {
        SampleTransform transform = input.plainTransform();
        List<List<Double>> sides = new ArrayList<>();
        dataset.categories().forEach(category -> sides.add(new ArrayList<>()));
        for (ImageEntry image : TiledDataset.of(dataset, input.tiling()).seen().images()) {
            Outline outline = transform.outline(image);
            for (int i = 0; i < outline.annotations().size(); i++) {
                Box box = outline.objects().boxes().get(i);
                sides.get(outline.annotations().get(i).categoryIndex())
                        .add(Math.sqrt((double) box.width() * box.height()));
            }
        }
        return sides;
    }

    private List<DataFacts.ClassCount> classes(Dataset dataset, List<List<Double>> sides) {
        List<Map<SizeClass, Integer>> bySize = new ArrayList<>();
        dataset.categories().forEach(category -> bySize.add(new EnumMap<>(SizeClass.class)));
        int[] ignored = new int[dataset.categories().size()];
        for (Reference.Image image : dataset.reference().images()) {
            for (Reference.Entry entry : image.entries()) {
                if (entry.kind() == ObjectKind.OBJECT) {
                    bySize.get(entry.categoryIndex()).merge(sizes.sizeOf(entry.area()), 1, Integer::sum);
                } else {
                    ignored[entry.categoryIndex()]++;
                }
            }
        }
        List<DataFacts.ClassCount> classes = new ArrayList<>();
        for (int i = 0; i < bySize.size(); i++) {
            classes.add(new DataFacts.ClassCount(
                    dataset.categories().get(i).name(),
                    bySize.get(i).values().stream().mapToInt(Integer::intValue).sum(),
                    ignored[i],
                    bySize.get(i).getOrDefault(SizeClass.SMALL, 0),
                    bySize.get(i).getOrDefault(SizeClass.MEDIUM, 0),
                    bySize.get(i).getOrDefault(SizeClass.LARGE, 0),
                    median(sides.get(i))));
        }
        return classes;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static List<DataFacts.Fault> problems(Dataset dataset) {
        List<DataFacts.Fault> faults = new ArrayList<>();
        for (Map.Entry<ProblemKind, Integer> each : dataset.report().counts().entrySet()) {
            String first = dataset.report().problems().stream()
                    .filter(problem -> problem.kind() == each.getKey())
                    .findFirst()
                    .orElseThrow()
                    .problem()
                    .toString();
            faults.add(new DataFacts.Fault(each.getKey().text(), each.getValue(), first));
        }
        return faults;
    }
}
