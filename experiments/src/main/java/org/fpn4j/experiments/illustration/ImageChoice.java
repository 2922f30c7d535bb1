package org.fpn4j.experiments.illustration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Which of the validation images are worth a look, by their F1 at one score and one IoU.
 *
 * @param images ids, of those with a picture, ascending
 */
record ImageChoice(List<Long> images) {
    ImageChoice {
        images = images.stream().sorted().toList();
    }

    /** Those on which all variants together do worst: least mean F1, of equals most mistakes. Images without a mistake are none. */
    List<Long> worst(List<JudgedVariant> variants, int most) {
        return images.stream()
                .filter(image -> mean(variants, variant -> variant.mistakes(image)) > 0)
                .sorted(Comparator.<Long>comparingDouble(image -> mean(variants, variant -> variant.f1(image)))
                        .thenComparing(Comparator.<Long>comparingDouble(
                                        image -> mean(variants, variant -> variant.mistakes(image)))
                                .reversed()))
                .limit(most)
                .toList();
    }

    /** The image on which one does best beside another and the one on which it does worst; without those where it does not differ. */
    List<Long> mostDifferent(JudgedVariant one, JudgedVariant other) {
        List<Long> different = new ArrayList<>();
        largest(image -> one.f1(image) - other.f1(image)).ifPresent(different::add);
        largest(image -> other.f1(image) - one.f1(image)).ifPresent(different::add);
        return different;
    }

    /** The first of equals. */
    private Optional<Long> largest(ToDoubleFunction<Long> lead) {
        Optional<Long> largest = Optional.empty();
        for (long image : images) {
            if (lead.applyAsDouble(image) > largest.map(lead::applyAsDouble).orElse(0.0)) {
                largest = Optional.of(image);
            }
        }
        return largest;
    }

    private static double mean(List<JudgedVariant> variants, ToDoubleFunction<JudgedVariant> value) {
        return variants.stream().mapToDouble(value).average().orElse(0);
    }
}
