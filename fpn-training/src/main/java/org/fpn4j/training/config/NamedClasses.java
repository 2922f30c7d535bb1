package org.fpn4j.training.config;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fpn4j.config.DidYouMean;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.detection.ClassWeights;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;

/**
 * What a config says of classes by their names, as a data set has them.
 *
 * @param present classes of the data set
 * @param places where the value of a key was written
 */
record NamedClasses(List<Category> present, UnaryOperator<String> places) {
    ClassSwap swap(AugmentationConfig augmentation) {
        Map<String, String> pairs = augmentation.swapClasses();
        require("augmentation", "swap_classes", Stream.concat(pairs.keySet().stream(), pairs.values().stream()));
        return ClassSwap.of(pairs, present);
    }

    ClassWeights weights(TrainingConfig training) {
        Map<String, Double> weights = training.classWeights();
        require("training", "class_weights", weights.keySet().stream());
        return weights.isEmpty()
                ? ClassWeights.EQUAL
                : new ClassWeights(present.stream()
                        .map(category -> weights.getOrDefault(category.name(), 1.0))
                        .toList());
    }

    private void require(String section, String key, Stream<String> given) {
        List<String> names = present.stream().map(Category::name).toList();
        Problems problems = new Problems();
        given.filter(name -> !names.contains(name))
                .forEach(name -> problems.add(
                        places.apply(section + "." + key),
                        section + " " + key + " names a class[" + Excerpt.of(name) + "] that the data does not have",
                        DidYouMean.hint(name, names, "classes")));
        problems.throwIfAny();
    }
}
