package org.fpn4j.data.loading;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;

/**
 * Repeat-factor sampling (Gupta et al., arXiv:1908.03195v2, section 5.2): images of rare classes come more often. A class
 * that a share {@code f} of the images shows has the factor {@code max(1, sqrt(threshold / f))}, an image the largest of
 * its classes', and 1 where it shows none. Crowds and difficult objects make no image one of their class.
 *
 * <p>As detectron2's {@code RepeatFactorTrainingSampler}, but that epochs have one length: see {@link ImageRepeats}.
 *
 * @param threshold share of the images below which a class is rare; detectron2's default, 0, repeats nothing
 */
@JsonTypeName("repeat_factor")
@AutoService(ImageSamplingConfig.class)
public record RepeatFactor(@Range(min = 0, max = 1, aboveMin = true) double threshold) implements ImageSamplingConfig {
    /** The defaults. */
    public RepeatFactor() {
        this(0.1);
    }

    public RepeatFactor {
        FieldChecks.of(RepeatFactor.class).bounds("threshold", threshold).done();
    }

    @Override
    public ImageRepeats repeats(Dataset dataset) {
        List<Set<Integer>> shown =
                dataset.images().stream().map(RepeatFactor::classes).toList();
        double[] ofClass = new double[dataset.categories().size()];
        for (int index = 0; index < ofClass.length; index++) {
            int label = index;
            long images =
                    shown.stream().filter(classes -> classes.contains(label)).count();
            ofClass[index] = images == 0 ? 1 : Math.max(1, Math.sqrt(threshold * shown.size() / images));
        }
        return new ImageRepeats(shown.stream()
                .map(classes -> classes.stream()
                        .mapToDouble(index -> ofClass[index])
                        .max()
                        .orElse(1))
                .toList());
    }

    private static Set<Integer> classes(ImageEntry image) {
        Set<Integer> classes = new HashSet<>();
        for (Annotation annotation : image.annotations()) {
            if (annotation.kind() == ObjectKind.OBJECT) {
                classes.add(annotation.categoryIndex());
            }
        }
        return classes;
    }
}
